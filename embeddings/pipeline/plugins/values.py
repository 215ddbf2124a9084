"""Which values of a declaration make sense, and what is wanted where one does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 500


def _matches(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value, re.ASCII))


def _is_whole(low: int, high: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_triple(low: float, high: float) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == 3
        and all(type(each) in (int, float) and low <= each <= high for each in value)
    )


# The 16,000 numbers that a halfvec holds are for all parts of a recipe.
CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_matches(r"[a-z][a-z0-9_]{0,39}"), "up to 40 of a-z, 0-9 and _, a letter first"),
    "sha256": (_matches(r"[0-9a-f]{64}"), "the file's sha256 as 64 hex digits"),
    "licence": (_is_text, "named: under which one may the file be used?"),
    "source": (lambda value: value == "" or _is_text(value), "text"),
    "dimensions": (_is_whole(1, 8_192), "a whole number from 1 to 8192"),
    "size": (_is_whole(16, 1_024), "a whole number of pixels from 16 to 1024"),
    "resize": (_is_whole(16, 2_048), "a whole number of pixels from 16 to 2048"),
    "interpolation": (lambda value: value in ("bilinear", "bicubic"), "bilinear or bicubic"),
    "mean": (_is_triple(0, 1), "three numbers from 0 to 1, for red, green and blue"),
    "std": (_is_triple(0.001, 1), "three numbers from 0.001 to 1, for red, green and blue"),
    # Without a colon or a slash: timm would take the one for a model hub, the other for a folder.
    "timm": (
        lambda value: value == "" or _matches(r"[a-z0-9_]+(\.[a-z0-9_]+)?")(value),
        "the plain name of one of timm's networks",
    ),
    "loader": (
        lambda value: value == "" or _matches(r"[\w.]+:\w+")(value),
        "package.module:function",
    ),
}
REQUIRED = {"name", "file", "sha256", "licence", "dimensions", "size", "mean", "std"}
OPTIONAL = {"source", "resize", "interpolation", "timm"}
KEYS = frozenset(REQUIRED | OPTIONAL)
