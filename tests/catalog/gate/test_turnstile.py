from __future__ import annotations

import threading

import pytest

from catalog.gate import admit, decode
from catalog.gate.limits import PictureLimits
from catalog.gate.refusals import GateBusy, PictureRefused
from catalog.gate.turnstile import DECODES_AT_ONCE, decoding_place

HASTY = PictureLimits(max_wait_s=0.01)


@pytest.fixture
def all_taken():
    """Every place at the decoder taken by somebody else, until the event is set."""
    leave, inside = threading.Event(), threading.Barrier(DECODES_AT_ONCE + 1)

    def stay() -> None:
        with decoding_place(max_wait_s=5):
            inside.wait(5)
            leave.wait(10)

    threads = [threading.Thread(target=stay) for _ in range(DECODES_AT_ONCE)]
    for thread in threads:
        thread.start()
    inside.wait(5)
    yield leave
    leave.set()
    for thread in threads:
        thread.join(5)


def test_busy_gate_says_so(all_taken, photo, saved):
    with pytest.raises(GateBusy, match="try again"):
        admit(saved(photo, "PNG"), limits=HASTY)


def test_bad_header_is_refused_even_when_busy(all_taken):
    with pytest.raises(PictureRefused):
        admit(b"%PDF-1.4", limits=HASTY)


def test_waiting_picture_enters_when_a_place_is_free(all_taken, photo, saved):
    timer = threading.Timer(0.05, all_taken.set)
    timer.start()
    assert admit(saved(photo, "PNG"), limits=PictureLimits(max_wait_s=10)).width == 96
    timer.join()


def test_refusals_and_errors_give_their_place_back(photo, saved):
    broken = saved(photo, "PNG")[:-40]
    for _ in range(3 * DECODES_AT_ONCE):
        with pytest.raises(PictureRefused):
            admit(broken, limits=HASTY)
        with pytest.raises(KeyError), decoding_place(max_wait_s=0.01):
            raise KeyError
    assert admit(saved(photo, "PNG"), limits=HASTY).width == 96


def test_no_more_than_the_bound_decode_at_once(monkeypatch, photo, saved):
    data, inside, most, lock = saved(photo, "PNG"), 0, 0, threading.Lock()
    pause = threading.Event()

    def slow_png(*arguments):
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        pause.wait(0.02)
        with lock:
            inside -= 1
        return png(*arguments)

    png = decode.OPENERS["PNG"]
    monkeypatch.setitem(decode.OPENERS, "PNG", slow_png)
    threads = [threading.Thread(target=admit, args=(data,)) for _ in range(4 * DECODES_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == DECODES_AT_ONCE
