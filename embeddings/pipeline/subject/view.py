"""What of a photo is shown to the encoder: by default the things in it, or the part asked for."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from embeddings.pipeline.subject.box import Rectangle, around, crop
from embeddings.pipeline.subject.finder import Subject
from embeddings.pipeline.subject.framing import WHOLE, Framing, covered, set_on_white

# So much of a part that a shopper chose must be a thing for it to be what is meant; else it is
# something that the network did not take for one.
MIN_COVERED = 0.2


@dataclass(frozen=True, eq=False, kw_only=True)
class View:
    """The pictures that stand for a photo, and which parts of it they show."""

    images: tuple[Image.Image, ...]
    parts: tuple[Rectangle, ...]
    framing: Framing


def view_photo(image: Image.Image, subject: Subject, part: Rectangle | None = None) -> View:
    """Choose what of a photo is compared.

    Without a part: the things that were found, or the whole photo where none was, or where there is
    nothing around them to be taken away. Of a part, the thing in it, or all that is in it.
    RGB of any size -> one to five RGB pictures
    """
    parts = parts_by_default(subject) if part is None else (part,)
    if parts == (WHOLE,):
        return View(images=(image,), parts=parts, framing="whole")
    mask = subject.mask
    if mask is None or subject.plain or (part is not None and covered(mask, part) < MIN_COVERED):
        images = tuple(crop(image, each) for each in parts)
        return View(images=images, parts=parts, framing="box")
    images = tuple(set_on_white(image, mask, each) for each in parts)
    return View(images=images, parts=parts, framing="white")


def parts_by_default(subject: Subject) -> tuple[Rectangle, ...]:
    """The parts of a photo that are compared unless another is asked for.

    Boxes without a mask are only offered: cut to those of a feature map, photos of one thing lost
    half of it; see docs/benchmarks.md.
    """
    if not subject.boxes or subject.plain or subject.mask is None:
        return (WHOLE,)
    parts = tuple(box.sides for box in subject.boxes)
    # Two shoes are one product, two chairs may be two: the answer has what is near to either.
    return (around(parts), *parts) if len(parts) > 1 else parts
