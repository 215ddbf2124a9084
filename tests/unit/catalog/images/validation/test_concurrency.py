from __future__ import annotations

import threading

import pytest

from catalog.conf import conf
from catalog.images.validation import decode, validate_picture
from catalog.images.validation.concurrency import decode_slot
from catalog.images.validation.errors import PictureRefusedError, ValidationBusyError
from catalog.images.validation.limits import PictureLimits

HASTY = PictureLimits(max_wait_s=0.01)


@pytest.fixture
def all_taken():
    """Every place at the decoder taken by somebody else, until the event is set."""
    leave, inside = threading.Event(), threading.Barrier(conf.CONCURRENT_DECODES + 1)

    def stay() -> None:
        with decode_slot(max_wait_s=5):
            inside.wait(30)
            leave.wait(60)

    threads = [threading.Thread(target=stay) for _ in range(conf.CONCURRENT_DECODES)]
    for thread in threads:
        thread.start()
    inside.wait(30)
    yield leave
    leave.set()
    for thread in threads:
        thread.join(30)


def test_busy_decoders_say_so(all_taken, photo, saved) -> None:
    with pytest.raises(ValidationBusyError, match="try again"):
        validate_picture(saved(photo, "PNG"), limits=HASTY)


def test_bad_header_is_refused_even_when_busy(all_taken) -> None:
    with pytest.raises(PictureRefusedError):
        validate_picture(b"%PDF-1.4", limits=HASTY)


def test_waiting_picture_enters_when_a_place_is_free(all_taken, photo, saved) -> None:
    timer = threading.Timer(0.05, all_taken.set)
    timer.start()
    assert validate_picture(saved(photo, "PNG"), limits=PictureLimits(max_wait_s=10)).width == 96
    timer.join()


def test_refusals_and_errors_give_their_place_back(photo, saved) -> None:
    broken = saved(photo, "PNG")[:-40]
    for _ in range(3 * conf.CONCURRENT_DECODES):
        with pytest.raises(PictureRefusedError):
            validate_picture(broken, limits=HASTY)
        with pytest.raises(KeyError), decode_slot(max_wait_s=0.01):
            raise KeyError
    assert validate_picture(saved(photo, "PNG"), limits=HASTY).width == 96


def test_no_more_than_the_bound_decode_at_once(
    monkeypatch: pytest.MonkeyPatch, photo, saved
) -> None:
    data, inside, most, lock = saved(photo, "PNG"), 0, 0, threading.Lock()
    full, pause = threading.Event(), threading.Event()

    def slow_png(*arguments):
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
            if most == conf.CONCURRENT_DECODES:
                full.set()
        full.wait(20)
        pause.wait(0.02)
        with lock:
            inside -= 1
        return png(*arguments)

    png = decode.OPENERS["PNG"]
    monkeypatch.setitem(decode.OPENERS, "PNG", slow_png)
    threads = [
        threading.Thread(target=validate_picture, args=(data,))
        for _ in range(4 * conf.CONCURRENT_DECODES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == conf.CONCURRENT_DECODES
