"""A decoder: a small process that reads one picture at a time for a worker.

    python -m embeddings.worker.decoder BYTES

A picture on which a decoding library crashes, hangs or fills the memory ends this process and not
the worker, which knows from that which picture it was. Neither Django nor torch is loaded here:
a decoder starts in half a second and takes 45 MB. BYTES bounds its memory.

Question and answer are a length of 8 bytes and as many bytes, a line of JSON first. A question's
says the looks that are wanted, how small a JPEG may be decoded and the seconds that it may take;
the file is behind it. An answer's says what is wrong, or which arrays are behind it.
"""

from __future__ import annotations

import json
import signal
import struct
import sys
from collections.abc import Mapping, Sequence
from math import prod
from typing import IO

import numpy as np

from embeddings.pipeline import (
    PreparedPicture,
    UndecodablePictureError,
    open_picture,
    prepare_picture,
)

LENGTH = struct.Struct(">Q")


def main() -> None:
    """Answer questions until there are no more."""
    for sent in (signal.SIGINT, signal.SIGTERM):  # for the worker, which ends us when it is done
        signal.signal(sent, signal.SIG_IGN)
    _bound_memory(int(sys.argv[1]))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while (question := read_message(questions)) is not None:
        write_message(answers, _answer(question))


def _answer(question: bytes) -> list[bytes]:
    wanted, _, data = question.partition(b"\n")
    try:
        asked = json.loads(wanted)
        # Nobody handles SIGALRM, so it ends the process, whatever library is at work; and also when
        # the worker is gone that would have done so.
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        image = open_picture(data, min_side=asked["min_side"])
        return write_arrays(prepare_picture(image, [tuple(look) for look in asked["looks"]]))
    except UndecodablePictureError as error:
        return [write_line({"undecodable": str(error)})]
    except MemoryError:
        return [write_line({"stopped": "needs more memory than a picture may take"})]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def write_arrays(picture: PreparedPicture) -> list[bytes]:
    """A prepared picture as a message: kind, name, type and shape of its arrays, and their bytes.

    Not as `.npz`, whose reading takes the worker 0.3 ms of one thread: a third of all that it does
    for a picture itself, and what bounds a worker with many decoders.
    """
    kinds: dict[str, Mapping[str, np.ndarray]]
    kinds = {"pixels": picture.pixels, "features": picture.features}
    arrays = [(kind, *each) for kind, named in kinds.items() for each in named.items()]
    told = [(kind, name, str(array.dtype), array.shape) for kind, name, array in arrays]
    return [write_line({"arrays": told}), *(array.tobytes() for _, _, array in arrays)]


def read_arrays(
    told: Sequence[tuple[str, str, str, Sequence[int]]], data: bytes
) -> PreparedPicture:
    """The reverse of `write_arrays`; its arrays are read-only views of `data`."""
    found: dict[str, dict[str, np.ndarray]] = {"pixels": {}, "features": {}}
    offset = 0
    for kind, name, dtype, shape in told:
        array = np.frombuffer(data, dtype, count=prod(shape), offset=offset)
        found[kind][name] = array.reshape(shape)
        offset += array.nbytes
    return PreparedPicture(**found)


def write_line(said: object) -> bytes:
    """The first line of a message."""
    return json.dumps(said).encode() + b"\n"


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message, or None when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    message = stream.read(size)
    return message if len(message) == size else None


def write_message(stream: IO[bytes], parts: Sequence[bytes]) -> None:
    """Send one message, given in parts; raises OSError when the other side is gone."""
    stream.write(LENGTH.pack(sum(map(len, parts))))
    for part in parts:
        stream.write(part)
    stream.flush()


def _bound_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    # What the process itself allocates; its libraries are not counted.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    main()
