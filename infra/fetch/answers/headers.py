"""What stands in the headers of an answer."""

from __future__ import annotations

from httpcore2 import Response

from infra.fetch.answers.results import Validators

MAX_VALIDATOR = 500  # characters; a longer one is no use to anybody


def header(answer: Response, name: bytes) -> str:
    """The first header of a name (in small letters); empty where there is none."""
    found = (value for key, value in answer.headers if key.lower() == name)
    return next(found, b"").decode("latin-1").strip()


def location(answer: Response) -> str:
    """Where a redirect leads, whose letters many servers write in UTF-8 as they are."""
    raw = header(answer, b"location")
    try:
        return raw.encode("latin-1").decode()
    except UnicodeDecodeError:
        return raw


def validators_of(answer: Response, *, url: str, sha256: str) -> Validators:
    """What to ask with the next time."""

    def kept(name: bytes) -> str:
        value = header(answer, name)
        return value if len(value) <= MAX_VALIDATOR else ""

    return Validators(
        url=url, etag=kept(b"etag"), last_modified=kept(b"last-modified"), sha256=sha256
    )
