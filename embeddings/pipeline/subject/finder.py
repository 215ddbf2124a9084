"""Finding the things in a photo, once; what was found is kept as long as the photo is."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.subject.box import Box
from embeddings.pipeline.subject.framing import has_plain_background
from embeddings.pipeline.subject.mask import Mask, SubjectNetwork
from embeddings.pipeline.subject.regions import CELLS, propose_boxes

# Of the way from the border's energy to the strongest: half a photo whose thing fills two thirds.
STRONG = 0.4

Steps = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False, kw_only=True)
class Subject:
    """The things in a photo, and what of the photo is them."""

    boxes: tuple[Box, ...] = ()
    """The largest first; none where nothing stands out."""
    mask: Mask | None = None
    """(H, W) 0 to 1, stretched over the photo; None where only boxes are known."""
    plain: bool = False
    """Whether all around the things is one colour, so that there is nothing to take away."""

    def told(self) -> str:
        """As JSON of 1 to 3 kB, for the cache; the mask in 256 steps."""
        mask = None
        if self.mask is not None:
            steps = _in_steps(self.mask)
            mask = {
                "shape": steps.shape,
                "steps": base64.b64encode(zlib.compress(steps.tobytes())).decode(),
            }
        boxes = [asdict(box) for box in self.boxes]
        return json.dumps({"boxes": boxes, "mask": mask, "plain": self.plain})

    @classmethod
    def from_told(cls, told: str | bytes) -> Subject:
        """From `told()`."""
        found = json.loads(told)
        mask: Mask | None = None
        if found["mask"]:
            steps = zlib.decompress(base64.b64decode(found["mask"]["steps"]))
            shaped = np.frombuffer(steps, dtype=np.uint8).reshape(found["mask"]["shape"])
            mask = _from_steps(shaped)
        return cls(
            boxes=tuple(Box(**box) for box in found["boxes"]), mask=mask, plain=found["plain"]
        )


def find_by_network(image: Image.Image, network: SubjectNetwork) -> Subject:
    """The things in a photo by the network that was trained to find them."""
    # As it is kept beside the photo, so that the first answer is the same as later ones.
    mask = _from_steps(_in_steps(network.mask(image)))
    return Subject(
        boxes=tuple(propose_boxes(mask)), mask=mask, plain=has_plain_background(image, mask)
    )


def find_by_energy(energy: npt.NDArray[np.float32]) -> Subject:
    """Where a thing may be, by how strongly an encoder's last feature map answers there.

    It knows no edges, so there is no mask. (h, w) float, not negative -> boxes alone
    """
    border = np.concatenate([energy[0], energy[-1], energy[:, 0], energy[:, -1]])
    around = float(np.median(border))
    height = float(energy.max()) - around
    if height <= 0:
        return Subject()
    fine = Image.fromarray(energy).resize((CELLS, CELLS), Image.Resampling.BICUBIC)
    above = np.clip((np.asarray(fine) - around) / height, 0, 1, dtype=np.float32)
    return Subject(boxes=tuple(propose_boxes(above, threshold=STRONG)))


def _in_steps(mask: Mask) -> Steps:
    return (mask * 255).round().astype(np.uint8)


def _from_steps(steps: Steps) -> Mask:
    return steps.astype(np.float32) / np.float32(255)
