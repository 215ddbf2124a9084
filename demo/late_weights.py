"""Weights that somebody brings while the demo runs: taken up at once."""

from __future__ import annotations

import time

from django.conf import settings

from demo.console import Console
from demo.space import choose_space, has_weights

_LOOK_SECONDS = 5.0


class LateWeights:
    """Waits for the weights of the wanted encoder, where they were missing at the start."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._missing = not has_weights(settings.VITRINE_ENCODER)
        self._next = 0.0

    def look(self) -> None:
        """Begin the wanted space once its weights lie there; raises django.db.Error.

        A file that is still being copied has another sha256 and is waited for.
        """
        if not self._missing or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _LOOK_SECONDS
        if has_weights(settings.VITRINE_ENCODER):
            choose_space(self._console)
            self._missing = False
