"""From how many points on a product counts as similar, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.spaces.measured.scale import CHANCE_FLOOR
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


def choose_floors(
    query: Query, *, min_match: int | None, floor: int | None, has_weights: bool
) -> Floors:
    """What the first says of a caller, the door that was asked at, the shop, and the space.

    A photo has one floor for all kinds, and never less than chance needs: what its space has
    learnt is about products, whose kind is known.
    """
    scale = query.points_scale
    is_photo = not query.image_ids
    if min_match is not None:
        return Floors(own_kind=min_match, other_kinds=min_match)
    if scale is None:
        return Floors(own_kind=0, other_kinds=0)  # nobody knows yet what chance would give
    named = floor
    if named is None:
        named = conf.PHOTO_MIN_MATCH if is_photo else conf.MIN_MATCH
    if named is not None:
        return Floors(own_kind=named, other_kinds=named)
    if is_photo:
        least = max(scale.floor, CHANCE_FLOOR)
        return Floors(own_kind=least, other_kinds=least)
    # What other kinds need was graded by the space's own weights.
    others = scale.floor if has_weights else scale.floor_other_kinds
    return Floors(own_kind=scale.floor, other_kinds=others, by_kind=True)
