"""An encoder that a shop brings along, as it is declared: nothing of it is loaded here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from embeddings.pipeline.encoders.facts import Encoder
from embeddings.pipeline.images.preprocess import name_declared
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.values import CHECKS

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


def check_declaration(declared: Declaration, *, says: object) -> Declaration:
    """Refuse values that make no sense, whoever declared them; `says` names where they stand.

    Raises EncoderRefusedError.
    """
    for key, (check, wanted) in CHECKS.items():
        if not check(getattr(declared, key)):
            raise EncoderRefusedError("value_invalid", file=says, key=key, wanted=wanted)
    if declared.resize < declared.size:
        raise EncoderRefusedError(
            "value_invalid", file=says, key="resize", wanted=f"size ({declared.size}) or more"
        )
    if not declared.file.is_file():
        raise EncoderRefusedError("file_missing", file=says, value=declared.file.name)
    return declared
