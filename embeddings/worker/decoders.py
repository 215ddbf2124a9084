"""A worker's decoders: processes that read pictures for it, so that none of them can end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings

from embeddings.conf import conf
from embeddings.pipeline import Look, PreparedPicture, UndecodablePictureError
from embeddings.pipeline.runtime.processor import count_cores
from embeddings.worker.decoder import read_arrays, read_message, write_line, write_message
from infra.process_state import PerProcess

COMMAND = (sys.executable, "-m", "embeddings.worker.decoder")


class DecoderStoppedError(Exception):
    """A picture ended its decoder; `str()` goes on from "Reading this picture"."""


class Decoder:
    """One decoder process, for one picture at a time."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [*command, str(conf.DECODER_MEGABYTES * 1024**2)],
            cwd=settings.BASE_DIR,
            # A thumbnail's arithmetic gains nothing by threads, which take 8 MB each.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def prepare(
        self, data: bytes, looks: Sequence[Look], *, min_side: int | None, seconds: float
    ) -> PreparedPicture:
        """Decode a file and take from it what encoders need, within so many seconds.

        Raises UndecodablePictureError for a file that is no picture, DecoderStoppedError for one
        that crashed the process, took too long or too much memory; the process is gone then.
        """
        asked = {"looks": looks, "min_side": min_side, "seconds": seconds}
        answer = self._ask([write_line(asked), data])
        if answer is None:
            status = self._process.wait()
            self.close()
            raise DecoderStoppedError(_explain_exit(status, seconds))
        line, _, arrays = answer.partition(b"\n")
        told = json.loads(line)
        if "arrays" in told:
            return read_arrays(told["arrays"], arrays)
        if "stopped" in told:
            self.close()
            raise DecoderStoppedError(told["stopped"])
        raise UndecodablePictureError(told["undecodable"])

    def _ask(self, question: Sequence[bytes]) -> bytes | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("a decoder is spoken to through pipes")
        try:
            write_message(stdin, question)
        except OSError:  # died before it had read all of it
            return None
        return read_message(stdout)

    def close(self) -> None:
        """End the process, unless it is that of the process we were forked from."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent yet goes nowhere
                stream and stream.close()


class Decoders:
    """As many decoders as are at work at once; one that died is replaced at its next use."""

    def __init__(self) -> None:
        self.size = min(count_cores(), conf.DECODERS)
        self._idle: list[Decoder] = []
        self._lock = threading.Lock()

    def prepare(
        self, data: bytes, looks: Sequence[Look], *, min_side: int | None, seconds: float
    ) -> PreparedPicture:
        """Have a free decoder read a file; safe from several threads. Raises as it does."""
        decoder = self._take()
        try:
            return decoder.prepare(data, looks, min_side=min_side, seconds=seconds)
        finally:
            if decoder.is_alive:
                with self._lock:
                    self._idle.append(decoder)

    def _take(self) -> Decoder:
        with self._lock:
            decoder = self._idle.pop() if self._idle else None
        if decoder is not None and not decoder.is_alive:  # killed by somebody while it was idle
            decoder.close()
            decoder = None
        return decoder or Decoder(COMMAND)

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()


decoders = PerProcess(Decoders, close=lambda made: made.close())


def _explain_exit(status: int, seconds: float) -> str:
    if status == -signal.SIGALRM:
        return f"takes longer than {seconds:.0f} s"
    if status < 0:
        return f"ends its decoder with {signal.Signals(-status).name}"
    return f"ends its decoder with status {status}"
