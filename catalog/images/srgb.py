"""Any picture, as a shopper would see it: upright, in sRGB, on white, and carrying nothing else."""

from __future__ import annotations

import io

import numpy as np
from PIL import ExifTags, Image, ImageCms

from catalog.images.colour.convert import PROBE, encoded_to_srgb
from catalog.images.colour.encoding import ColourEncoding

WHITE = (255, 255, 255)

# EXIF 2.32, tag 0x0112: how the camera was held -> the turn that puts its picture upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Modes that a profile of each colour space may describe (ICC.1:2022, table 19).
PROFILED_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}


def upright_srgb(image: Image.Image, *, encoding: ColourEncoding | None = None) -> Image.Image:
    """Show a picture as its maker meant it: the right way up, true colours, white behind it.

    Image of any mode -> fresh Image, mode RGB, 8 bits, sRGB, without info or metadata. 16-bit and
    float samples are scaled, not clipped. The picture given is loaded, otherwise left as it was.
    encoding: what the picture's file says of its colours in place of a profile; it goes first.
    """
    image.load()
    colours, alpha = _separate_alpha(image)
    rgb = _to_srgb(colours, encoding=encoding, icc=image.info.get("icc_profile"))
    del colours  # 75 MB of a 25-megapixel picture
    # Pasted, not converted: Pillow's convert, resize and save all carry comments and profiles on.
    # Of an opaque picture nothing would be seen of the white: None leaves the memory as it is.
    fresh = Image.new("RGB", rgb.size, WHITE if alpha else None)
    fresh.paste(rgb, (0, 0), alpha)
    turn = turn_of(image)
    return fresh if turn is None else fresh.transpose(turn)


def turn_of(image: Image.Image) -> Image.Transpose | None:
    """Tell which turn puts a picture upright: Image -> a transposition, or None for none."""
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    # Exif is a file format of its own, read by a parser that raises a dozen kinds of error.
    except Exception:  # noqa: BLE001 - a broken one says nothing
        return None


def _separate_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Image of any mode -> (colours as L, RGB, CMYK or LAB; alpha as L or None when opaque)."""
    if image.mode.startswith(("I", "F")):
        return _separate_deep(image)
    if image.mode in ("RGBa", "La"):
        image = image.convert("RGBA" if image.mode == "RGBa" else "LA")
    if image.has_transparency_data:
        image = _with_alpha_channel(image)
        if image.mode in ("RGBA", "LA"):
            return image.convert(image.mode[:-1]), image.getchannel("A")
    if image.mode in ("1", "L"):
        return image.convert("L"), None
    if image.mode in ("RGB", "CMYK", "LAB"):
        return image, None  # converting from RGB to RGB is a copy of megabytes
    return image.convert("RGB"), None


def _with_alpha_channel(image: Image.Image) -> Image.Image:
    """Image with a transparent colour, palette or channel -> the same as RGBA or LA."""
    if image.mode in ("RGBA", "LA"):
        return image
    mode = "LA" if image.mode in ("1", "L") else "RGBA"
    key = image.info.get("transparency")
    if isinstance(key, tuple) and max(key) > 255:
        # A 16-bit PNG names its transparent colour in 16 bits; Pillow has kept the upper 8.
        image = image.copy()
        image.info["transparency"] = tuple(part >> 8 for part in key)
    try:
        return image.convert(mode)
    except (ValueError, TypeError, OverflowError):
        opaque = image.copy()
        opaque.info.pop("transparency", None)
        return opaque.convert("RGB")


def _separate_deep(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """16-bit, 32-bit or float grey -> (L, scaled so that white stays white; alpha or None)."""
    samples = np.asarray(image)
    key = image.info.get("transparency")
    alpha = None
    if isinstance(key, int):
        alpha = Image.fromarray(np.where(samples == key, 0, 255).astype(np.uint8))
    if image.mode.startswith("I;16"):
        return Image.fromarray((samples >> 8).astype(np.uint8)), alpha
    finite = np.nan_to_num(samples.astype(np.float32), posinf=0.0, neginf=0.0)
    low, high = min(float(finite.min()), 0.0), _white_of(image.mode, float(finite.max()))
    scaled = (finite - low) * (255.0 / (high - low))
    return Image.fromarray(np.clip(np.rint(scaled), 0, 255).astype(np.uint8)), alpha


def _white_of(mode: str, brightest: float) -> float:
    """Guess the value of white, which these modes do not say, from the brightest sample."""
    for white in (1.0, 255.0, 65535.0) if mode == "F" else (255.0, 65535.0):
        if brightest <= white:
            return white
    return brightest


def _to_srgb(
    colours: Image.Image, *, encoding: ColourEncoding | None, icc: bytes | None
) -> Image.Image:
    """L, RGB, CMYK or LAB in the colours of an encoding or an ICC profile -> RGB, sRGB."""
    if encoding and colours.mode in ("L", "RGB"):
        try:
            return encoded_to_srgb(colours, encoding)
        except ValueError:
            pass  # primaries that make no sense say nothing
    if icc:
        try:
            return _through_profile(colours, icc)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile costs its correction, not the picture
    if colours.mode == "LAB":
        return _convert(colours, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    return colours if colours.mode == "RGB" else colours.convert("RGB")


def _through_profile(colours: Image.Image, icc: bytes) -> Image.Image:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    mode = PROFILED_MODES.get(profile.profile.xcolor_space)
    if mode == "RGB" and colours.mode == "L":
        colours = colours.convert("RGB")  # grey pictures tagged "sRGB" are common
    if mode != colours.mode:
        raise ValueError(f"a profile for {profile.profile.xcolor_space!r} on {colours.mode}")
    if mode == "RGB" and _is_srgb(profile):
        return colours
    return _convert(colours, profile)


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Whether an RGB profile, whatever it calls itself, changes no colour by more than 1 of 255.

    True of most pictures; asking takes a millisecond and saves 30 for each megapixel.
    """
    change = np.asarray(_convert(PROBE, profile), np.int16) - np.asarray(PROBE, np.int16)
    return bool(np.abs(change).max() <= 1)


def _convert(colours: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(
        colours,
        profile,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        # White paper becomes white and black ink black, as in print previews.
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:  # only in-place conversions return None
        raise ValueError("no picture came back from the colour conversion")
    return converted
