"""A graphics card that fails: neither a picture's fault nor that of the weights.

Networks see arrays of one shape, whatever was uploaded, so what goes wrong on a card is the card's
doing. Who meets it computes on the processor instead: a card that failed every batch would else
use up the attempts of a whole catalogue in minutes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from infra.process_state import PerProcess

logger = logging.getLogger(__name__)


class CardFailedError(Exception):
    """The card is full, or lost to this process; `card_state` tells which."""


@dataclass
class CardState:
    """What this process knows of its card."""

    lost: str = ""
    """Why no network runs there any more; empty while they may. CUDA answers a process with the
    same error for ever after the first."""


card_state = PerProcess(CardState)


@contextmanager
def card_errors(device: str) -> Iterator[None]:
    """Raise CardFailedError for whatever torch says while it computes on a card."""
    import torch

    try:
        yield
    except RuntimeError as error:
        if not device.startswith("cuda"):
            raise
        reason = str(error).partition("\n")[0]
        if isinstance(error, torch.OutOfMemoryError):  # others may use it as well, and be done soon
            torch.cuda.empty_cache()
            logger.warning("the graphics card is full: %s", reason)
        else:
            card_state.get().lost = reason
            logger.error("the graphics card failed: %s", reason)
        raise CardFailedError(reason) from error
