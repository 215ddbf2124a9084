"""Positions of servers, as they would say them."""

from __future__ import annotations

from typing import Any

from infra.replicas.position import Position

PRIMARY_STARTED = 1_000.0


def position(lsn: int, *, at: float = 0.0, **values) -> Position:
    """A primary's, unless `follows` says otherwise; `at` is when it was asked, by both clocks."""
    known: dict[str, Any] = {
        "follows": False,
        "cluster": "7",
        "started": PRIMARY_STARTED,
        "clock": 1_000_000.0 + at,
        "replayed_at": None,
    }
    return Position(lsn=lsn, asked_at=at, **known | values)


def copy(lsn: int, *, at: float = 0.0, **values) -> Position:
    """A replica's."""
    return position(lsn, at=at, **{"follows": True, "started": 2_000.0} | values)
