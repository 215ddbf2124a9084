"""How files are sent: named, and while they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_download(pieces: Iterable[str], *, name: str, kind: str) -> HttpResponseBase:
    """Sent while it is made; kind: the media type."""
    answer = StreamingHttpResponse(_encoded(pieces), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode()
