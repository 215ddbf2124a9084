"""What a shop says of an encoder that it brings along, read and checked before anything is loaded.

    {"name": "our_net", "file": "model.onnx", "sha256": "…", "licence": "MIT", "source": "…",
     "dimensions": 512, "size": 224, "resize": 256, "interpolation": "bicubic",
     "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}

`"timm": "resnet18"` beside these makes the file a table of weights for that network of timm.
No torch and no onnxruntime here: web processes read declarations too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.pipeline.encoders.facts import Encoder
from embeddings.pipeline.images.preprocess import name_declared
from embeddings.pipeline.plugins.errors import EncoderRefusedError

FILE = "encoder.json"
MAX_DECLARATION_BYTES = 100_000
DEFAULT_WEIGHT = 0.8
Triple = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """An encoder that a shop has brought along; a Python package may make one by itself."""

    name: str
    file: Path  # the model, or the weights; of a package without either, the module itself
    sha256: str  # of the file; vectors made with another one are never compared
    licence: str
    dimensions: int
    size: int  # pixels, both sides of what the network sees
    resize: int  # pixels, the shorter side before the middle is cut out
    mean: Triple  # RGB, 0-1
    std: Triple
    interpolation: str = "bilinear"
    source: str = ""
    timm: str = ""  # a network of timm, whose weights the file holds
    loader: str = ""  # "package.module:function" that loads it; empty: the file is an ONNX model

    def to_encoder(self) -> Encoder:
        """The facts that recipes, spaces and searches go by."""
        preprocessing = name_declared(
            resize=self.resize,
            crop=self.size,
            interpolation=self.interpolation,
            mean=self.mean,
            std=self.std,
        )
        return Encoder(
            name=self.name,
            network=self.name,
            dimensions=self.dimensions,
            preprocessing=preprocessing,
            framings={str(self.size): preprocessing},
            default_weight=DEFAULT_WEIGHT,
            weights_file=self.file.name,
            declaration=self,
        )


def read_declaration(folder: Path) -> Declaration:
    """Read a folder's `encoder.json`; raises EncoderRefusedError for what cannot be taken."""
    file = folder / FILE
    try:
        if file.stat().st_size > MAX_DECLARATION_BYTES:
            raise EncoderRefusedError("unreadable", file=file, reason="it is too long")
        values = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, EncoderRefusedError):
            raise
        raise EncoderRefusedError("unreadable", file=file, reason=error) from error
    if not isinstance(values, dict):
        raise EncoderRefusedError("unreadable", file=file, reason="it is no object")
    return check_declaration(
        Declaration(**_read(values, file), file=_read_path(values["file"], file)), says=file
    )


def check_declaration(declared: Declaration, *, says: object) -> Declaration:
    """Refuse values that make no sense, whoever declared them; `says` names where they stand.

    Raises EncoderRefusedError.
    """
    for key, (check, wanted) in _CHECKS.items():
        if not check(getattr(declared, key)):
            raise EncoderRefusedError("value_invalid", file=says, key=key, wanted=wanted)
    if declared.resize < declared.size:
        raise EncoderRefusedError(
            "value_invalid", file=says, key="resize", wanted=f"size ({declared.size}) or more"
        )
    if not declared.file.is_file():
        raise EncoderRefusedError("file_missing", file=says, value=declared.file.name)
    return declared


def _read(values: Mapping[str, Any], file: Path) -> dict[str, Any]:
    if missing := sorted(_REQUIRED - values.keys()):
        raise EncoderRefusedError("keys_missing", file=file, keys=", ".join(missing))
    if unknown := sorted(values.keys() - KEYS):
        known = ", ".join(sorted(KEYS))
        raise EncoderRefusedError("keys_unknown", file=file, keys=", ".join(unknown), known=known)
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


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 500


def _matches(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value, re.ASCII))


def _is_whole(low: int, high: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_triple(low: float, high: float) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == 3
        and all(type(each) in (int, float) and low <= each <= high for each in value)
    )


# The 16,000 numbers that a halfvec holds are for all parts of a recipe.
_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_matches(r"[a-z][a-z0-9_]{0,39}"), "up to 40 of a-z, 0-9 and _, a letter first"),
    "sha256": (_matches(r"[0-9a-f]{64}"), "the file's sha256 as 64 hex digits"),
    "licence": (_is_text, "named: under which one may the file be used?"),
    "source": (lambda value: value == "" or _is_text(value), "text"),
    "dimensions": (_is_whole(1, 8_192), "a whole number from 1 to 8192"),
    "size": (_is_whole(16, 1_024), "a whole number of pixels from 16 to 1024"),
    "resize": (_is_whole(16, 2_048), "a whole number of pixels from 16 to 2048"),
    "interpolation": (lambda value: value in ("bilinear", "bicubic"), "bilinear or bicubic"),
    "mean": (_is_triple(0, 1), "three numbers from 0 to 1, for red, green and blue"),
    "std": (_is_triple(0.001, 1), "three numbers from 0.001 to 1, for red, green and blue"),
    # Without a colon or a slash: timm would take the one for a model hub, the other for a folder.
    "timm": (
        lambda value: value == "" or _matches(r"[a-z0-9_]+(\.[a-z0-9_]+)?")(value),
        "the plain name of one of timm's networks",
    ),
    "loader": (
        lambda value: value == "" or _matches(r"[\w.]+:\w+")(value),
        "package.module:function",
    ),
}
_REQUIRED = {"name", "file", "sha256", "licence", "dimensions", "size", "mean", "std"}
_OPTIONAL = {"source", "resize", "interpolation", "timm"}
KEYS = frozenset(_REQUIRED | _OPTIONAL)
