"""Locks that a session of its own holds."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from infra.locks import advisory
from infra.locks.advisory import locked_session

KEY = 0x74657374


def test_one_at_a_time_holds_the_lock(db: None) -> None:
    with locked_session(KEY) as first, locked_session(KEY) as second:
        assert first is not None
        assert second is None
        with locked_session(KEY + 1) as other:
            assert other is not None


def test_who_comes_next_waits_for_no_session_to_end(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advisory, "closing", nullcontext)  # as where PostgreSQL takes its time
    for _ in range(2):
        with locked_session(KEY) as session:
            assert session is not None


def test_a_session_that_was_ended_meanwhile_is_no_fault_of_its_user(db: None) -> None:
    with locked_session(KEY) as session:
        assert session is not None
        session.connection.close()
    with locked_session(KEY) as next_one:
        assert next_one is not None
