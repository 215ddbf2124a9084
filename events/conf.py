"""What a shop may turn about events."""

from __future__ import annotations

from infra.conf import Knob


class EventsConf:
    EVENTS_KEPT_DAYS = Knob(
        180, unit="days", help="How long events are kept.", at_least=1, at_most=3_650
    )
    EVENTS_NEED_KEY = Knob(
        False,
        unit="on or off",
        help="Whether events are taken from callers with a key of the scope `events` alone. Off: "
        "from everybody's browsers, too; those of keys are marked as trusted.",
    )


conf = EventsConf()
