"""What a shop may turn about its REST API."""

from __future__ import annotations

from infra.conf import Knob


class ApiConf:
    API_CACHE_SECONDS = Knob(
        60,
        unit="seconds",
        help="How long a cache in front of the shop (a CDN) may answer a reading call by itself; "
        "for as long again it may while it fetches a newer answer. 0: it asks each time.",
        at_least=0,
        at_most=86_400,
    )


conf = ApiConf()
