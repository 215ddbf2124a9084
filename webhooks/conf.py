"""What a shop may turn about telling other programs of changes."""

from __future__ import annotations

from infra.conf import Knob
from infra.fetch.conf import read_networks


def _check_networks(text: str) -> None:
    read_networks(text)


class WebhooksConf:
    WEBHOOK_PORTS = Knob(
        (80, 443),
        unit="ports",
        at_least=1,
        at_most=65_535,
        help="Ports of other servers that messages may be sent to.",
    )
    WEBHOOK_OWN_NETWORKS = Knob(
        "",
        unit="networks",
        help="Networks of yours that messages may be sent to although they are not public, such as "
        "`127.0.0.0/8` while a receiver is being written; empty: none.",
        check=_check_networks,
    )
    WEBHOOK_SECONDS = Knob(
        15.0,
        unit="s",
        at_least=0.1,
        at_most=30,
        help="Longest time for sending one message, its answer included.",
    )
    WEBHOOK_PAUSE_DAYS = Knob(
        3.0,
        unit="days",
        at_least=0.01,
        help="An address that has taken nothing for so long is paused, and the dashboard says so.",
    )
    WEBHOOK_KEPT_DAYS = Knob(
        14,
        unit="days",
        at_least=1,
        help="How long messages are kept that can be sent once more, with what was answered.",
    )
    WEBHOOK_OLD_SECRET_HOURS = Knob(
        24.0,
        unit="h",
        at_least=0,
        help="How long messages are signed with the old secret as well, once there is a new one.",
    )


conf = WebhooksConf()
