"""What a shop may turn about how staff come in, and how long they stay."""

from __future__ import annotations

from infra.conf import Knob


class AccountsConf:
    LOGIN_FREE_ATTEMPTS = Knob(
        5,
        unit="attempts",
        help="Wrong log-ins of one account from one address before it has to wait: a second after "
        "these, then twice as long each time.",
        at_least=1,
        at_most=100,
    )
    LOGIN_LONGEST_WAIT_MINUTES = Knob(
        15,
        unit="minutes",
        help="No log-in has to wait longer than this, however often it was tried.",
        at_least=1,
        at_most=1_440,
    )
    SESSION_IDLE_MINUTES = Knob(
        720,
        unit="minutes",
        help="Staff who ask for nothing this long have to log in again.",
        at_least=5,
        at_most=43_200,
    )
    SESSION_DAYS = Knob(
        14,
        unit="days",
        help="Staff have to log in again after so long, however busy they were.",
        at_least=1,
        at_most=365,
    )


conf = AccountsConf()
