"""What a network gets to see of a picture: the weights' own resize and crop, as torchvision's.

The numbers are those of the weights' `transforms()`, or in proportion to them for larger pictures
(Touvron et al., "Fixing the train-test resolution discrepancy", NeurIPS 2019: networks trained at
224 px tell products apart better at 320); a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Preprocessing:
    """How a picture is brought to the size that a network was trained on."""

    name: str
    resize_to: int  # pixels, the shorter side
    crop_to: int  # pixels, both sides, from the centre
    resample: Image.Resampling
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)  # of ImageNet, RGB, 0-1
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    reduced_to: int | None = None
    """Pixels that a JPEG's shorter side keeps where it may be decoded at a half, a quarter or an
    eighth of its size; None: in full."""

    def apply(self, image: Image.Image) -> Pixels:
        """Cut out the middle of the picture at the network's size.

        RGB of any size -> (crop, crop, 3) uint8, 0-255
        """
        # Only what the crop keeps is computed: the same pixels for half the time, and a picture of
        # 12,000 x 1 never becomes one of 3 million x 256.
        box = self.seen_box(image.size)
        return np.asarray(image.resize((self.crop_to, self.crop_to), self.resample, box=box))

    def seen_box(self, size: tuple[int, int]) -> tuple[float, float, float, float]:
        """Which part of a picture is kept: its left, top, right and bottom. size: its own, px"""
        width, height = size
        short = min(width, height)
        # Truncation and rounding are torchvision's, so that the crop falls on the same pixels.
        new_width, new_height = (self.resize_to * side // short for side in (width, height))
        left, top = (round((side - self.crop_to) / 2) for side in (new_width, new_height))
        x_scale, y_scale = width / new_width, height / new_height
        return (
            left * x_scale,
            top * y_scale,
            (left + self.crop_to) * x_scale,
            (top + self.crop_to) * y_scale,
        )


PREPROCESSINGS: Mapping[str, Preprocessing] = MappingProxyType(
    {
        preprocessing.name: preprocessing
        for preprocessing in (
            Preprocessing(
                name="imagenet-256-crop-224",
                resize_to=256,
                crop_to=224,
                resample=Image.Resampling.BILINEAR,
            ),
            Preprocessing(
                name="imagenet-256-crop-224-reduced",
                resize_to=256,
                crop_to=224,
                resample=Image.Resampling.BILINEAR,
                reduced_to=448,
            ),
            Preprocessing(
                name="imagenet-256-bicubic-crop-224",
                resize_to=256,
                crop_to=224,
                resample=Image.Resampling.BICUBIC,
            ),
            # TensorFlow's own convention for its mobile networks: levels from -1 to 1.
            Preprocessing(
                name="tensorflow-256-bicubic-crop-224",
                resize_to=256,
                crop_to=224,
                resample=Image.Resampling.BICUBIC,
                mean=(0.5, 0.5, 0.5),
                std=(0.5, 0.5, 0.5),
            ),
            Preprocessing(
                name="tensorflow-366-bicubic-crop-320",
                resize_to=366,
                crop_to=320,
                resample=Image.Resampling.BICUBIC,
                mean=(0.5, 0.5, 0.5),
                std=(0.5, 0.5, 0.5),
            ),
            Preprocessing(
                name="imagenet-366-crop-320",
                resize_to=366,
                crop_to=320,
                resample=Image.Resampling.BILINEAR,
            ),
            Preprocessing(
                name="imagenet-366-bicubic-crop-320",
                resize_to=366,
                crop_to=320,
                resample=Image.Resampling.BICUBIC,
            ),
        )
    }
)

# What a shop declares of an encoder that it has brought along stands in the name, so that a decoder
# process can follow it without knowing the encoder: resize-256-bicubic-crop-224-mean-0.5,…-std-….
_DECLARED = re.compile(
    r"resize-(\d+)-(bilinear|bicubic)-crop-(\d+)-mean-([\d.]+),([\d.]+),([\d.]+)"
    r"-std-([\d.]+),([\d.]+),([\d.]+)",
    re.ASCII,
)


# A memo that needs no reset: the name says all of it.
@lru_cache(maxsize=32)
def get_preprocessing(name: str) -> Preprocessing:
    """Look a preprocessing up, or read a declared one off its name; raises ValueError."""
    if known := PREPROCESSINGS.get(name):
        return known
    found = _DECLARED.fullmatch(name)
    if found is None:
        raise ValueError(f"There is no preprocessing {name!r}.")
    red, green, blue, *stds = map(float, found.groups()[3:])
    return Preprocessing(
        name=name,
        resize_to=int(found[1]),
        crop_to=int(found[3]),
        resample=Image.Resampling[found[2].upper()],
        mean=(red, green, blue),
        std=(stds[0], stds[1], stds[2]),
    )


def name_declared(
    *,
    resize: int,
    crop: int,
    interpolation: str,
    mean: tuple[float, float, float],
    std: tuple[float, float, float],
) -> str:
    """The name that `get_preprocessing` reads."""
    means, stds = (",".join(f"{value:.8f}".rstrip("0") for value in each) for each in (mean, std))
    return f"resize-{resize}-{interpolation}-crop-{crop}-mean-{means}-std-{stds}"
