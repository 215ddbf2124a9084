"""The same match, where shape and colour count otherwise than the space has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from embeddings.pipeline.matching.match import ComponentMatch


def reweigh(
    matches: Sequence[ComponentMatch], weights: Mapping[str, float]
) -> tuple[ComponentMatch, ...]:
    """What each component counts once its block has this weight; what counts nothing is left out.

    Components that share a block share its weight as they did. weights: by block, one above 0
    """
    own: dict[str, float] = defaultdict(float)
    for match in matches:
        own[match.block] += match.share
    total = sum(weights.values())
    found = []
    for match in matches:
        share = weights.get(match.block, 0.0) / total
        if share and own[match.block]:
            factor = share / own[match.block]
            heats = tuple(
                replace(heat, values=tuple(value * factor for value in heat.values))
                for heat in match.heats
            )
            found.append(replace(match, share=match.share * factor, heats=heats))
    return tuple(found)
