"""The encoders this shop knows, and the facts that can be stated without loading one.

Nothing here imports torch: the web, the admin and the command line read this table.
Dimensions are those of the pooled last feature map (not of the 1000 ImageNet classes).

A pooling of several, such as "average+layer3", puts what each gives side by side, each brought to
unit length. `layer3` is ResNet50's feature map before the last stage, GeM-pooled: finer than the
last one, which knows kinds of things best, and free, since the picture passes there anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

POOLINGS = ("average", "max", "gem")
DEFAULT_POOLING = "average"


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """One way to describe a picture by numbers: a network, or a hand-crafted feature."""

    name: str
    dimensions: int
    preprocessing: str
    default_weight: float  # its share when a recipe composes it with others
    # Preprocessings that a recipe may choose, by the side of what the network sees, in pixels.
    framings: Mapping[str, str] = field(default_factory=dict, hash=False)
    # Earlier feature maps that a recipe may pool as well, and how many numbers they give.
    layers: Mapping[str, int] = field(default_factory=dict, hash=False)
    block: str = "visual"  # what shoppers call what it looks at
    weights_file: str = ""  # torchvision's own name: `<name>-<start of its sha256>.pth`

    @property
    def is_network(self) -> bool:
        """Whether the encoder is a neural network and so needs a weights file."""
        return bool(self.weights_file)

    @property
    def poolings(self) -> tuple[str, ...]:
        """The ways to summarise what the network sees; none for hand-crafted encoders."""
        return (*POOLINGS, *self.layers) if self.is_network else ()

    def count_features(self, pooling: str) -> int:
        """How many numbers a pooling, of one kind or of several, gives for a picture."""
        return sum(self.layers.get(kind, self.dimensions) for kind in pooling.split("+"))

    @property
    def sha256_prefix(self) -> str:
        """The first digits of the weights' sha256, as torchvision writes them into the name."""
        return self.weights_file.removesuffix(".pth").rpartition("-")[2]


_BILINEAR = {"224": "imagenet-256-crop-224", "320": "imagenet-366-crop-320"}
_BICUBIC = {"224": "imagenet-256-bicubic-crop-224", "320": "imagenet-366-bicubic-crop-320"}

# All networks: torchvision's IMAGENET1K_V1. V2 was reported to pull near-identical pictures apart
# (cosine > 0.95 under V1, < 0.7 under V2).
_ENCODERS = (
    Encoder(
        name="resnet50",
        dimensions=2048,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        layers={"layer3": 1024},
        default_weight=0.8,
        weights_file="resnet50-0676ba61.pth",
    ),
    Encoder(
        name="vgg16",
        dimensions=512,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        default_weight=0.8,
        weights_file="vgg16-397923af.pth",
    ),
    Encoder(
        name="efficientnet_b0",
        dimensions=1280,
        preprocessing="imagenet-256-bicubic-crop-224",
        framings=_BICUBIC,
        default_weight=0.8,
        weights_file="efficientnet_b0_rwightman-7f5810bc.pth",
    ),
    Encoder(
        name="mobilenet_v2",
        dimensions=1280,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        default_weight=0.8,
        weights_file="mobilenet_v2-b0353104.pth",
    ),
    Encoder(
        name="mobilenet_v3_large",
        dimensions=960,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        default_weight=0.8,
        weights_file="mobilenet_v3_large-8738ca79.pth",
    ),
    Encoder(name="hog", dimensions=1764, preprocessing="hog-128-v1", default_weight=0.5),
    Encoder(
        name="lab_color",
        dimensions=294,
        preprocessing="lab-hist-v1",
        default_weight=0.2,
        block="colour",
    ),
)

ENCODERS: Mapping[str, Encoder] = MappingProxyType({e.name: e for e in _ENCODERS})


def get_encoder(name: str) -> Encoder:
    """Look an encoder up by its name; an unknown one raises ValueError naming the known ones."""
    try:
        return ENCODERS[name]
    except KeyError:
        known = ", ".join(ENCODERS)
        raise ValueError(f"Unknown encoder {name!r}; the known ones are {known}.") from None
