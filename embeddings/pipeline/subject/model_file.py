"""The network that tells a thing from what stands around it: U2-Net, in its small form.

Qin et al., "U2-Net: Going deeper with nested U-structure for salient object detection", Pattern
Recognition 2020; Apache-2.0. The file is checked by its sha256 before anything of it is used, so
its shape can be edited byte by byte: it is known which bytes these are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from embeddings.pipeline.weights.files import WeightsMissingError, open_checked

FILE_NAME = "u2netp.onnx"
SHA256 = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8"
LICENCE = "Apache-2.0"

# The network was exported for 320 px and is fully convolutional. At 160 px it takes a quarter of
# the time and of the memory; boxes and look-alikes found hardly change (docs/benchmarks.md).
SIDE = 160  # pixels, a multiple of 32: it halves the picture five times
_EXPORTED_SIDE = 320
_SIDES_WRITTEN = 6  # two of the input, two each of the two outputs that have a fixed shape


def find_subject_model(folders: Sequence[Path]) -> Path:
    """Look for the network's file, folder by folder; raises WeightsMissingError."""
    for folder in folders:
        if (path := folder / FILE_NAME).is_file():
            return path
    places = " or ".join(map(str, folders))
    raise WeightsMissingError(
        f"{FILE_NAME} is not in {places}, so things in photos are found less well. "
        "To fetch it: manage.py fetch_subject_network"
    )


def read_subject_model(path: Path, *, side: int = SIDE) -> bytes:
    """The network as ONNX, made to look at pictures of `side` pixels.

    Raises WeightsMissingError, WeightsRefusedError where the file is not the one it should be.
    """
    with open_checked(path, SHA256) as stream:
        model = stream.read()
    written, wanted = (_dimension(value) for value in (_EXPORTED_SIDE, side))
    if model.count(written) != _SIDES_WRITTEN or len(written) != len(wanted):
        raise ValueError(f"The network cannot be made to look at {side} pixels.")
    return model.replace(written, wanted)


def _dimension(value: int) -> bytes:
    """A side of a tensor as protobuf writes it: TensorShapeProto.dim { dim_value }.

    Values from 128 to 16,383 take two bytes, so one can stand in another's place.
    """
    digits = bytes([value & 0x7F | 0x80, value >> 7])
    return b"\x0a\x03\x08" + digits
