"""Pictures that lie on their side, told by the other pictures of their category."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.images.editing import Turn, edit_picture
from catalog.images.validation import ValidationBusyError
from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind, Mend
from hygiene.kinds.pictures.mends import picture_of
from hygiene.kinds.pictures.one_picture import found_in, is_settled
from hygiene.measuring.models import PictureMeasures
from hygiene.measuring.small_grey import UPRIGHT_SIDE, unit_rows
from hygiene.refusals import picture_changed, picture_gone
from infra.files.atomic import StorageUnavailableError
from infra.refusals import RefusedError

_READ = 400  # pictures of one category, the newest
_LEAST, _NEAREST = 8, 5  # of other products, and how many of them have a say
# Correlation of grey points. Of 713 pictures of a shop one is told so wrongly, of 713 photos of
# clothes at home none; turned, 84 and 20 of 100 are found.
_CLEAR, _SURELY = 0.20, 0.40

Floats = npt.NDArray[np.float32]
_TURNS = {Turn.LEFT: 1, Turn.RIGHT: 3}
"""How often NumPy turns by 90 degrees, the other way round than a clock."""


def _find(batch: Batch) -> Iterator[Found]:
    others: dict[int, tuple[npt.NDArray[np.int64], Floats]] = {}
    for image in batch.pictures:
        measures = batch.measures.get(image.pk)
        points = measures.upright if measures else None
        if points is None or image.set_aside or is_settled(image):
            continue
        category = batch.by_id[image.product_id].category_id
        if category not in others:
            others[category] = _read_category(category)
        owners, rows = others[category]
        mates = rows[owners != image.product_id]
        if len(mates) < _LEAST:
            continue
        gain, turn = _compare(points, mates)
        if gain < _CLEAR:
            continue
        sure = min(1.0, (gain - _CLEAR) / (_SURELY - _CLEAR))
        yield found_in(
            image,
            FindingKind.SIDEWAYS,
            confidence=round(0.7 + 0.25 * sure, 2),
            turn=turn,
            gain=round(gain, 2),
        )


def _read_category(category: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """The products of a category's newest pictures, and their grey points: (N,), (N, 256)."""
    measured = PictureMeasures.objects.filter(
        image__product__category=category,
        image__product__is_published=True,
        image__set_aside="",
        upright__isnull=False,
    ).order_by("-pk")
    found = measured.values_list("image__product", "upright")[:_READ]
    owners = np.array([product for product, _ in found], dtype=np.int64)
    return owners, unit_rows([points for _, points in found if points is not None])


def _compare(points: bytes | memoryview, mates: Floats) -> tuple[float, Turn]:
    """How much better it fits its mates when turned by a quarter, and which way.

    Upside down is no sign: a thing that is much the same that way tells nothing of its sides.
    """
    grid = np.frombuffer(points, dtype=np.uint8).reshape(UPRIGHT_SIDE, UPRIGHT_SIDE)
    turned = unit_rows([np.rot90(grid, quarter).tobytes() for quarter in range(4)])
    fits = np.sort(turned @ mates.T, axis=1)[:, -_NEAREST:].mean(axis=1)
    best = max(_TURNS, key=lambda turn: float(fits[_TURNS[turn]]))
    return float(fits[_TURNS[best]] - max(fits[0], fits[2])), best


def _tell(finding: Finding) -> list[str]:
    told = _("Turned by a quarter it fits the pictures of its category better by %(gain)s of 1.")
    return [told % {"gain": number_format(finding.evidence["gain"], 2)}]


def _turn(finding: Finding, turn: Turn) -> str:
    image = picture_of(finding)
    try:
        if not edit_picture(image, turn, sha256=image.sha256):
            raise picture_changed()
    except FileNotFoundError:
        raise picture_gone() from None
    except (ValidationBusyError, StorageUnavailableError) as error:
        raise RefusedError("not_now", str(error)) from error
    return _("The picture was turned.")


def _proposed(finding: Finding, turn: Turn) -> bool:
    return bool(finding.evidence["turn"] == turn)


KIND = Kind(
    kind=FindingKind.SIDEWAYS,
    find=_find,
    tell=_tell,
    mends=tuple(
        Mend(
            name=turn.value,
            label=label,
            permissions=("catalog.change_productimage",),
            apply=partial(_turn, turn=turn),
            offered=partial(_proposed, turn=turn),
        )
        for turn, label in (
            (Turn.LEFT, gettext_lazy("Turn it to the left")),
            (Turn.RIGHT, gettext_lazy("Turn it to the right")),
        )
    ),
)
