"""What a shop may turn about how it is reached, and what one visitor may cost."""

from __future__ import annotations

import re

from infra.conf import Knob


def _check_address(raw: str) -> None:
    if raw and not re.fullmatch(r"https?://[^/?#@\s]+", raw):
        raise ValueError("must be an address such as https://shop.example, without a path")


class WebConf:
    PUBLIC_URL = Knob(
        "",
        unit="address",
        help="The shop's own address, such as `https://shop.example`: links and pictures are told "
        "with it, whatever name the shop is reached by inside. Empty: as whoever asks names it.",
        check=_check_address,
    )
    API_REQUESTS_PER_MINUTE = Knob(
        600, unit="requests", help="Calls of the REST API by one visitor a minute.", at_least=1
    )
    BATCHES_PER_MINUTE = Knob(
        60,
        unit="requests",
        help="Calls of `similar/batch/` by one visitor a minute: each may ask for 50 products.",
        at_least=1,
    )
    PHOTOS_PER_MINUTE = Knob(
        20,
        unit="requests",
        help="New photos of one visitor a minute: each is decoded and encoded.",
        at_least=1,
    )
    PHOTOS_COUNTED_PER_DAY = Knob(
        30,
        unit="photos",
        help="New photos of one visitor a day that have a share in the mean of photos. Others are "
        "answered all the same.",
        at_least=1,
    )
    PHOTO_REGIONS_PER_MINUTE = Knob(
        60,
        unit="requests",
        help="Other regions of a photo asked for by one visitor a minute.",
        at_least=1,
    )
    SEARCHES_COUNTED_PER_HOUR = Knob(
        60,
        unit="searches",
        help="Searches of one visitor an hour that found nothing and that staff see. Others are "
        "answered all the same.",
        at_least=1,
    )
    EVENT_BATCHES_PER_MINUTE = Knob(
        120, unit="requests", help="Batches of events by one visitor a minute.", at_least=1
    )
    IDEMPOTENCY_HOURS = Knob(
        24,
        unit="hours",
        help="How long an answer is kept for a call that is sent again under its Idempotency-Key.",
        at_least=1,
        at_most=720,
    )
    PHOTOS_AT_ONCE = Knob(
        2,
        unit="requests",
        help="Photo searches at once in a web process; fewer than its 4 threads, so that pages go "
        "on. Beyond them: 503.",
        at_least=1,
        at_most=64,
    )
    MAX_WAIT_FOR_THREAD_SECONDS = Knob(
        3.0,
        unit="seconds",
        help="A request that has waited longer for a thread is told to come back: 503.",
        at_least=0.1,
    )
    MAX_DATABASE_SECONDS = Knob(
        3.0,
        unit="seconds",
        help="A request that has waited longer for PostgreSQL, over all its statements, begins no "
        "further one: 503.",
        at_least=0.1,
    )
    MAX_STAFF_DATABASE_SECONDS = Knob(
        20.0,
        unit="seconds",
        help="The same for pages of the admin, where one request may change thousands of rows.",
        at_least=0.1,
    )


conf = WebConf()
