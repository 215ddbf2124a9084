"""What a shop may turn about its REST API."""

from __future__ import annotations

import re

from infra.conf import Knob

_ORIGIN = re.compile(r"https?://[^/*\s]+")


def _check_origins(raw: str) -> None:
    if raw not in ("*", "none") and not all(map(_ORIGIN.fullmatch, origins_of(raw))):
        raise ValueError("must be origins such as https://shop.example, without a path")


def origins_of(raw: str) -> list[str]:
    """The origins that a setting names, between commas; none where it says `none`."""
    parts = [part.strip() for part in raw.split(",")]
    return [part for part in parts if part and part != "none"]


class ApiConf:
    CORS_ORIGINS = Knob(
        "*",
        unit="origins",
        help="Origins whose pages may call `/api/` in a browser, separated by commas, such as "
        "`https://shop.example`; `*`: all; `none`.",
        check=_check_origins,
    )
    API_CACHE_SECONDS = Knob(
        60,
        unit="seconds",
        help="How long a cache in front of the shop (a CDN) may answer a reading call by itself; "
        "for as long again it may while it fetches a newer answer. 0: it asks each time.",
        at_least=0,
        at_most=86_400,
    )


conf = ApiConf()
