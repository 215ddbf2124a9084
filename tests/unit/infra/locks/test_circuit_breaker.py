"""Whoever has not answered is left alone for a moment, and asked again by one."""

from __future__ import annotations

import pytest

from infra.locks.circuit_breaker import CircuitBreaker


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000.0]
    monkeypatch.setattr("infra.locks.circuit_breaker.time.monotonic", lambda: now[0])
    return now


def test_it_lets_one_try_after_a_moment_and_all_after_an_answer(clock) -> None:
    breaker = CircuitBreaker(seconds=2, patience=8)
    assert breaker.lets_through()
    breaker.open("it does not answer")
    assert not breaker.lets_through()
    assert breaker.reason == "it does not answer"
    clock[0] += 2.1
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False], "one tries"
    clock[0] += 7
    assert not breaker.lets_through(), "it is still at it"
    clock[0] += 1.1
    assert breaker.lets_through(), "whoever tried may have been killed"
    breaker.open()
    clock[0] += 2.1
    assert breaker.lets_through()
    breaker.close()
    assert [breaker.lets_through() for _ in range(2)] == [True, True]
