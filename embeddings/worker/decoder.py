"""A decoder: a small process that reads one picture at a time for a worker.

    python -m embeddings.worker.decoder BYTES

A picture on which a decoding library crashes, hangs or fills the memory ends this process and not
the worker, which knows from that which picture it was. Neither Django nor torch is loaded here:
a decoder starts in half a second and takes 45 MB. BYTES bounds its memory.

Question and answer are a length of 8 bytes and as many bytes. A question is one line of JSON (the
looks that are wanted, how small a JPEG may be decoded, the seconds that it may take) and the file
behind it. An answer is an `.npz` of arrays, never pickled, or JSON that says what is wrong.
"""

from __future__ import annotations

import io
import json
import signal
import struct
import sys
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


def _answer(question: bytes) -> bytes:
    wanted, _, data = question.partition(b"\n")
    try:
        asked = json.loads(wanted)
        # Nobody handles SIGALRM, so it ends the process, whatever library is at work; and also when
        # the worker is gone that would have done so.
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        image = open_picture(data, min_side=asked["min_side"])
        return write_arrays(prepare_picture(image, [tuple(look) for look in asked["looks"]]))
    except UndecodablePictureError as error:
        return json.dumps({"undecodable": str(error)}).encode()
    except MemoryError:
        return json.dumps({"stopped": "needs more memory than a picture may take"}).encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def write_arrays(picture: PreparedPicture) -> bytes:
    """A prepared picture as an `.npz`: its arrays by kind and name."""
    file = io.BytesIO()
    pixels = {f"pixels/{name}": array for name, array in picture.pixels.items()}
    features = {f"features/{name}": array for name, array in picture.features.items()}
    np.savez(file, **pixels, **features)  # type: ignore[arg-type]
    return file.getvalue()


def read_arrays(data: bytes) -> PreparedPicture:
    """The reverse of `write_arrays`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        found = {tuple(name.split("/", 1)): arrays[name] for name in arrays.files}
    return PreparedPicture(
        pixels={name: array for (kind, name), array in found.items() if kind == "pixels"},
        features={name: array for (kind, name), array in found.items() if kind == "features"},
    )


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message, or None when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    message = stream.read(size)
    return message if len(message) == size else None


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Send one message; raises OSError when the other side is gone."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
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
