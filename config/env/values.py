"""From the text of an environment variable to its value; ValueError says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# What is wrong with a value is said without the value: some of them are secrets, or hold one.


def to_path(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def to_folder(raw: str) -> Path:
    path = to_path(raw)
    if not path.is_dir():
        raise ValueError(f"{path} is not a folder")
    return path


def to_url(*schemes: str) -> Callable[[str], str]:
    def convert(raw: str) -> str:
        try:
            scheme = urlsplit(raw).scheme
        except ValueError:
            raise ValueError("is not an address") from None
        if scheme not in schemes:
            raise ValueError(f"must start with {' or '.join(f'{s}://' for s in schemes)}")
        return raw

    return convert


def to_count(raw: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", raw):
        raise ValueError("must be a whole number from 0 to 99")
    return int(raw)


def to_recipe(raw: str) -> str:
    # The encoder names are checked where they are known; here only that it can be a recipe.
    if not re.fullmatch(r"[a-z0-9_:*.+^]+", raw):
        raise ValueError("must name encoders joined by +, such as resnet50+lab_color")
    return raw


def to_language(raw: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", raw):
        raise ValueError("must be a language code such as de or pt-br")
    return raw


def to_time_zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as Europe/Berlin") from None
    return raw


def to_secret(raw: str) -> str:
    if len(raw) < 50:
        raise ValueError("must have at least 50 characters")
    return raw


def to_hosts(raw: str) -> list[str]:
    hosts = _list(raw)
    if any("/" in host for host in hosts):
        raise ValueError("must be host names such as shop.example, without https:// or a path")
    return hosts


def to_origins(raw: str) -> list[str]:
    origins = _list(raw)
    if not all(re.fullmatch(r"https?://[^/]+", origin) for origin in origins):
        raise ValueError("must be origins such as https://shop.example, without a path")
    return origins


def _list(raw: str) -> list[str]:
    return [part for part in (piece.strip() for piece in raw.split(",")) if part]
