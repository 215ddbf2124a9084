"""A folder with an encoder in it: its `encoder.json`, read and checked before anything is loaded.

    {"name": "our_net", "file": "model.onnx", "sha256": "…", "licence": "MIT", "source": "…",
     "dimensions": 512, "size": 224, "resize": 256, "interpolation": "bicubic",
     "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}

`"timm": "resnet18"` beside these makes the file a table of weights for that network of timm.
No torch and no onnxruntime here: web processes read declarations too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from embeddings.pipeline.plugins.declaration import Declaration, check_declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.values import KEYS, REQUIRED

FILE = "encoder.json"
MAX_DECLARATION_BYTES = 100_000


def read_declaration(folder: Path) -> Declaration:
    """Read a folder's `encoder.json`; raises EncoderRefusedError for what cannot be taken."""
    file = folder / FILE
    try:
        if file.stat().st_size > MAX_DECLARATION_BYTES:
            raise EncoderRefusedError("unreadable", file=file, reason="it is too long")
        values = json.loads(file.read_bytes())
    except EncoderRefusedError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise EncoderRefusedError("unreadable", file=file, reason=error) from error
    if not isinstance(values, dict):
        raise EncoderRefusedError("unreadable", file=file, reason="it is no object")
    return check_declaration(
        Declaration(**_read(values, file), file=_read_path(values["file"], file)), says=file
    )


def _read(values: Mapping[str, Any], file: Path) -> dict[str, Any]:
    if missing := REQUIRED - values.keys():
        raise EncoderRefusedError("keys_missing", file=file, keys=_join(missing))
    if unknown := values.keys() - KEYS:
        raise EncoderRefusedError("keys_unknown", file=file, keys=_join(unknown), known=_join(KEYS))
    read = {key: value for key, value in values.items() if key != "file"}
    for key in ("mean", "std"):
        read[key] = tuple(read[key]) if isinstance(read[key], list) else ()
    read.setdefault("resize", read["size"])
    return read


def _read_path(value: object, file: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise EncoderRefusedError("value_invalid", file=file, key="file", wanted="a file's name")
    path = file.parent / value
    # A link may lead out of the folder as well as two dots.
    if Path(value).name != value or path.resolve().parent != file.parent.resolve():
        raise EncoderRefusedError("outside", file=file, value=value)
    return path


def _join(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))
