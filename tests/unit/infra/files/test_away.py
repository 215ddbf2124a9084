"""A storage that has not answered is left alone for a moment, then one caller asks for all."""

from __future__ import annotations

import pytest

from infra.files.atomic import StorageUnavailableError
from infra.files.away import CircuitBreaker, StorageAwayError


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000.0]
    monkeypatch.setattr("infra.files.away.time.monotonic", lambda: now[0])
    return now


def is_open(breaker: CircuitBreaker) -> bool:
    try:
        breaker.check()
    except StorageAwayError as error:
        return error.strerror == "the storage does not answer"
    return False


def test_it_lets_one_try_after_a_moment_and_all_after_an_answer(clock) -> None:
    breaker = CircuitBreaker(seconds=2, patience=8)
    assert not is_open(breaker)
    breaker.open("the storage does not answer")
    assert is_open(breaker)
    clock[0] += 2.1
    assert (is_open(breaker), is_open(breaker)) == (False, True), "one tries, the others are told"
    clock[0] += 7
    assert is_open(breaker), "it is still at it"
    clock[0] += 1.1
    assert not is_open(breaker), "whoever tried may have been killed"
    breaker.open("the storage does not answer")
    clock[0] += 2.1
    assert not is_open(breaker)
    breaker.close()
    assert (is_open(breaker), is_open(breaker)) == (False, False)


def test_its_reason_reaches_whoever_wanted_to_store() -> None:
    told = StorageUnavailableError(StorageAwayError("the storage is full", code="full"))
    assert (told.code, str(told)) == ("full", "The file could not be stored: the storage is full.")
