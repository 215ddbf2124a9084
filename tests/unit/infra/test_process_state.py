"""What a process remembers is made once, forgotten at once, and never inherited by a fork."""

from __future__ import annotations

import os
import threading

import pytest

from infra import process_state
from infra.process_state import PerProcess, reset_all


@pytest.fixture(autouse=True)
def _no_home_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_state, "_homes", [])


def test_a_value_is_made_at_its_first_use_and_once() -> None:
    made: list[int] = []
    home = PerProcess(lambda: made.append(1) or object())
    assert made == []
    assert home.get() is home.get()
    assert made == [1]


def test_threads_that_ask_at_once_get_the_same_value() -> None:
    made: list[int] = []
    start = threading.Barrier(8)
    home = PerProcess(lambda: made.append(1) or object())
    found: list[object] = []

    def ask() -> None:
        start.wait()
        found.append(home.get())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert made == [1]
    assert len({id(value) for value in found}) == 1


def test_a_reset_closes_every_value_and_makes_new_ones() -> None:
    closed: list[dict[str, int]] = []
    homes = [PerProcess(dict, close=closed.append), PerProcess(dict, close=closed.append)]
    first = homes[0].get()
    reset_all()
    assert closed == [first]  # the other was never made
    assert homes[0].get() is not first


def test_a_forked_process_starts_without_any_and_closes_nothing_of_its_parents() -> None:
    closed: list[int] = []
    home = PerProcess(lambda: os.getpid(), close=closed.append)
    assert home.get() == os.getpid()
    child = os.fork()
    if child == 0:
        os._exit(0 if home.get() == os.getpid() and closed == [] else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert home.get() == os.getpid()


def test_a_lock_that_a_thread_holds_while_another_forks_is_free_in_the_child() -> None:
    holding, release = threading.Event(), threading.Event()

    def make_slowly() -> int:
        holding.set()
        release.wait(30)
        return os.getpid()

    home = PerProcess(make_slowly)
    thread = threading.Thread(target=home.get)
    thread.start()
    holding.wait(30)
    child = os.fork()
    if child == 0:
        release.set()
        os._exit(0 if home.get() == os.getpid() else 1)
    release.set()
    thread.join()
    assert os.waitpid(child, 0)[1] == 0
