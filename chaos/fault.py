"""What a fault is: an id as in docs/explanation/faults.md, a title, and how it is brought about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaos.shop import Shop

Play = Callable[["Shop"], str]
"""Brings the fault about and mends it; returns what is worth telling. Raises what is below."""


class NotSurvivedError(Exception):
    """The shop did what it must not do; the message says what."""


class CannotPlayError(Exception):
    """The fault cannot be brought about on this machine; the message says why."""


@dataclass(frozen=True)
class Fault:
    """One way in which something falls over."""

    id: str
    title: str
    play: Play


FAULTS: dict[str, Fault] = {}


def fault(id: str, title: str) -> Callable[[Play], Play]:
    """Let a function be the fault with this id."""

    def register(play: Play) -> Play:
        FAULTS[id] = Fault(id, title, play)
        return play

    return register
