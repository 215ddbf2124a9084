"""A decoder on which chosen pictures have odd effects; see tests/worker/odd_worker.py."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time

from PIL import Image

from embeddings.worker import decoder

_ODD = json.loads(os.environ["ODD_PICTURES"])
_open_picture = vars(decoder)["open_picture"]


def _open_odd_picture(data: bytes, *, min_side: int | None) -> Image.Image:
    match _ODD.get(hashlib.sha256(data).hexdigest(), _ODD.get("*", 0)):
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "memory":
            bytearray(2 * 1024**3)
        case "hang":
            time.sleep(3600)
        case int() | float() as seconds:
            time.sleep(seconds)
    return _open_picture(data, min_side=min_side)


vars(decoder)["open_picture"] = _open_odd_picture
decoder.main()
