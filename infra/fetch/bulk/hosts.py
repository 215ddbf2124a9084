"""How the hosts of a bulk fetch are doing: who is busy with us, who wants a rest, who is down."""

from __future__ import annotations

import time
from collections import Counter

from infra.fetch.errors import FetchRefusedError
from infra.fetch.rules import FetchRules

ATTEMPTS = 3
# After so many addresses in a row that failed in all of their attempts, a host is down.
DOWN_AFTER = 3


class Hosts:
    """What one run knows of the hosts that it asks."""

    def __init__(self, rules: FetchRules) -> None:
        self._rules = rules
        self._asked: Counter[str] = Counter()
        self._paused_until: dict[str, float] = {}
        self._failed_in_a_row: Counter[str] = Counter()
        self.down: dict[str, FetchRefusedError] = {}
        """Hosts that are asked no more, and why."""

    def may_be_asked(self, host: str) -> bool:
        return self._asked[host] < self._rules.at_once_per_host and self.seconds_paused(host) <= 0

    def seconds_paused(self, host: str) -> float:
        """How long a host is still to be left alone; 0 or less where it may be asked."""
        return self._paused_until.get(host, 0.0) - time.monotonic()

    def begin(self, host: str) -> None:
        """A request to a host is under way."""
        self._asked[host] += 1

    def end(self, host: str) -> None:
        """A request to a host is over."""
        self._asked[host] -= 1

    def succeeded(self, host: str) -> None:
        """A host has answered as hosts do, be it that there is nothing at an address."""
        self._failed_in_a_row[host] = 0

    def failed(self, host: str, refusal: FetchRefusedError, *, attempts: int) -> bool:
        """Note a failure that may pass; is the same address worth another attempt, after a rest?"""
        pause = refusal.retry_after_seconds
        if pause is None:
            pause = self._rules.retry_seconds * 2 ** (attempts - 1)
        wants_too_much = pause > self._rules.longest_pause_seconds
        if attempts < ATTEMPTS and not wants_too_much and host not in self.down:
            until = time.monotonic() + pause
            self._paused_until[host] = max(until, self._paused_until.get(host, 0.0))
            return True
        self._failed_in_a_row[host] += 1
        if wants_too_much or self._failed_in_a_row[host] >= DOWN_AFTER:
            self.down[host] = refusal
        return False
