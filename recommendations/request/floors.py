"""From how many points on a product counts as similar, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.spaces.measured.scale import CHANCE_FLOOR, Scale
from recommendations.conf import conf
from recommendations.request.query import Query


@dataclass(frozen=True, kw_only=True)
class Floors:
    """Points, 0 to 100, below which nothing counts as similar."""

    own_kind: int
    """Of products of the kind that is asked with, and where kinds are not told apart."""
    other_kinds: int
    """Of what is known to be of another kind."""
    by_kind: bool = False
    """Whether the kind counts beside the look: what is of the asked one may have fewer points, and
    who asks for other kinds sees them all. Not where the shop or a caller has named a floor, and
    not of photos, whose kind is a guess."""


def floors_of_shop(scale: Scale, *, has_weights: bool = False) -> Floors:
    """What holds for similar items unless a caller says otherwise: the shop's floor, or a space's.

    `has_weights`: other kinds need no more than the own one, for what they need was graded by the
    space's own weights.
    """
    if conf.MIN_MATCH is not None:
        return Floors(own_kind=conf.MIN_MATCH, other_kinds=conf.MIN_MATCH)
    others = scale.floor if has_weights else scale.floor_other_kinds
    return Floors(own_kind=scale.floor, other_kinds=others, by_kind=True)


def floors_of_photos(scale: Scale) -> Floors:
    """What holds for photos: one floor for all kinds, and never less than chance needs.

    What a space has learnt is about products, whose kind is known.
    """
    least = conf.PHOTO_MIN_MATCH
    if least is None:
        least = max(scale.floor, CHANCE_FLOOR)
    return Floors(own_kind=least, other_kinds=least)


def choose_floors(
    query: Query, *, min_match: int | None, floor: int | None, has_weights: bool
) -> Floors:
    """What the first says of a caller, the door that was asked at, and the shop or its space."""
    scale = query.points_scale
    if min_match is not None:
        return Floors(own_kind=min_match, other_kinds=min_match)
    if scale is None:
        return Floors(own_kind=0, other_kinds=0)  # nobody knows yet what chance would give
    if floor is not None:
        return Floors(own_kind=floor, other_kinds=floor)
    if not query.image_ids:
        return floors_of_photos(scale)
    return floors_of_shop(scale, has_weights=has_weights)
