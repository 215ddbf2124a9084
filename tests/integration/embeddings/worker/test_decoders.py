"""Decoders give what the worker would have made itself, and take nobody along when they end."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from embeddings.pipeline import (
    UndecodablePictureError,
    open_picture,
    prepare_picture,
)
from embeddings.worker import decoders as decoder_processes
from embeddings.worker.decoders import Decoders, DecoderStoppedError
from tests.fixtures.decoders import KeptDecoders
from tests.processes import is_over
from tests.waiting import wait_until

LOOKS = [("hog", "hog-128-v1"), ("resnet50", "imagenet-366-crop-320")]


@pytest.fixture
def decoders(kept_decoders: KeptDecoders) -> Iterator[Decoders]:
    """Those of the test, and no others in this process."""
    kept_decoders.end()
    decoders = Decoders()
    yield decoders
    decoders.close()


@pytest.fixture
def odd_picture(picture: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch):
    """A picture on which decoders do what `kind` says (tests/odd_decoder.py)."""

    def make(kind: object) -> bytes:
        data = picture("red")
        monkeypatch.setenv("ODD_PICTURES", json.dumps({hashlib.sha256(data).hexdigest(): kind}))
        command = (sys.executable, "-m", "tests.worker.odd_decoder")
        monkeypatch.setattr(decoder_processes, "COMMAND", command)
        return data

    return make


def prepare(decoders: Decoders, data: bytes, seconds: float = 20):
    return decoders.prepare(data, LOOKS, min_side=None, seconds=seconds)


def processes() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if "decoder" in " ".join(child.cmdline())]


def test_a_decoder_gives_what_this_process_would_have_made(
    decoders, picture: Callable[..., bytes]
) -> None:
    data = picture("red", shape="rectangle")
    made = prepare(decoders, data)
    expected = prepare_picture(open_picture(data), LOOKS)
    assert made.pixels.keys() == expected.pixels.keys()
    for name, pixels in expected.pixels.items():
        assert made.pixels[name].dtype == np.uint8
        assert (made.pixels[name] == pixels).all()
    assert made.features.keys() == expected.features.keys()
    for name, features in expected.features.items():
        assert (made.features[name] == features).all()


def test_a_decoder_reads_one_picture_after_another(decoders, picture: Callable[..., bytes]) -> None:
    for colour in ("red", "green", "blue"):
        prepare(decoders, picture(colour))
    assert len(processes()) == 1


def test_what_is_no_picture_is_refused_and_the_decoder_stays(
    decoders, picture: Callable[..., bytes]
) -> None:
    prepare(decoders, picture("red"))
    before = processes()
    with pytest.raises(UndecodablePictureError, match="not a picture"):
        prepare(decoders, b"no picture")
    assert processes() == before


@pytest.mark.parametrize(
    ("kind", "told"),
    [("segfault", "SIGSEGV"), ("hang", "longer than 1 s"), ("memory", "memory")],
)
def test_a_picture_that_ends_its_decoder_is_told_and_the_next_gets_another(
    decoders, odd_picture, picture: Callable[..., bytes], kind, told
) -> None:
    with pytest.raises(DecoderStoppedError, match=told):
        prepare(decoders, odd_picture(kind), seconds=1)
    assert processes() == []
    assert prepare(decoders, picture("blue"))


def test_a_decoder_that_somebody_ends_while_it_is_idle_costs_no_picture(
    decoders, picture: Callable[..., bytes]
) -> None:
    prepare(decoders, picture("red"))
    (process,) = processes()
    process.kill()
    process.wait(10)
    assert prepare(decoders, picture("blue"))


def test_a_decoder_whose_worker_is_gone_ends(picture: Callable[..., bytes], tmp_path: Path) -> None:
    note = tmp_path / "pid"
    worker = os.fork()
    if worker == 0:
        decoders = Decoders()
        prepare(decoders, picture("red"))
        note.write_text(str(processes()[0].pid))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(worker, 0)
    with suppress(psutil.NoSuchProcess):
        decoder = psutil.Process(int(note.read_text()))
        wait_until(lambda: is_over(decoder), 30)


def test_no_torch_and_no_django_in_a_decoder(decoders, picture: Callable[..., bytes]) -> None:
    prepare(decoders, picture("red"))
    (process,) = processes()
    loaded = {mapping.path for mapping in process.memory_maps()}
    assert not [path for path in loaded if "torch" in path or "psycopg" in path]
    assert process.memory_info().rss < 150 * 1024**2
