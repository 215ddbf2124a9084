"""From a wish in words to a direction in the space, beside a product or a photo or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from catalog.search.lexemes import TypedWord, read_typed
from embeddings.pipeline.words.table import block_shares, unit_or_none
from embeddings.spaces.measured.scales import CHANCE_LEVELS, Scale, ScaleError
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from embeddings.words.read import HeardWords, read_words
from recommendations.candidate import WordsHeard
from recommendations.conf import conf
from recommendations.request.query import Query
from recommendations.request.wish import Value, Wish, WordsRefusedError

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """A wish as the space understands it."""

    told: WordsHeard
    shift: Floats
    """(D,) what is added to a picture's vector to have it as wished; of any length but zero."""
    facts: HeardWords

    def beside(self, query: Query) -> Query:
        """The query with its pictures as they are wished to be."""
        known = picture_vectors(query.image_ids, space=query.space) if query.vectors is None else {}
        images = [image for image in query.image_ids if image in known]
        rows = np.stack([known[i] for i in images]) if query.vectors is None else query.vectors
        wished = rows + self.shift
        lengths = np.linalg.norm(wished, axis=1, keepdims=True)
        return replace(
            query,
            image_ids=images,
            vectors=np.asarray(wished / np.where(lengths == 0, 1, lengths), dtype=np.float32),
            scale_of_points=self._scale(beside=1.0, length=float(lengths.mean())),
        )

    def alone(self, space: SearchedSpace) -> Query:
        """A query of the wish and nothing else."""
        length = float(np.linalg.norm(self.shift))
        return Query(
            space=space,
            vectors=np.asarray(self.shift / length, dtype=np.float32)[None],
            scale_of_points=self._scale(beside=0.0, length=length),
        )

    def _scale(self, *, beside: float, length: float) -> Scale | None:
        """What chance would give: the cosine of half and of 99 of 100 random products.

        A picture and a wish add up, and so do their means; their spreads, as they are independent.
        """
        if not length:
            return None
        facts, far = self.facts, float(np.linalg.norm(self.shift))
        median = beside * facts.pair_median + far * facts.word_median
        median += float(self.shift @ facts.mean)
        above = hypot(
            beside * (facts.pair_p99 - facts.pair_median),
            far * (facts.word_p99 - facts.word_median),
        )
        try:
            cosines = (median / length, (median + above) / length, 1.0)
            return Scale(levels=CHANCE_LEVELS, cosines=cosines, blocks={}, floor=0)
        except ScaleError:
            return None


def hear(wish: Wish, space: SearchedSpace) -> Heard:
    """Understand a wish; raises WordsRefusedError where there is nothing to search with."""
    typed = read_typed(wish.words)
    lexemes = frozenset[str]().union(*(word.lexemes for word in typed))
    facts = read_words(space, words=lexemes, values=wish.but)
    if facts is None:
        raise words_unavailable(wish)
    _refuse_unshown(wish.but, facts)
    parts = [facts.values[value] for value in wish.but]
    known, unknown = _sort(typed, facts)
    if wish.words.strip():
        parts.append(_direction(typed, known, unknown, facts))
    units = [unit for part in parts if (unit := unit_or_none(part)) is not None]
    shift = conf.WORDS_SHARE * facts.radius * np.sum(units, axis=0)
    direction = unit_or_none(shift)
    if direction is None:  # wishes that say the opposite of each other
        raise WordsRefusedError(
            "contradiction", _("These wishes cancel each other out."), field="but"
        )
    return Heard(
        told=WordsHeard(
            known=known,
            unknown=unknown,
            but=wish.but,
            blocks=block_shares(direction, space.blocks),
        ),
        shift=np.asarray(shift, dtype=np.float32),
        facts=facts,
    )


def words_unavailable(wish: Wish) -> WordsRefusedError:
    """The refusal of a shop that has not learnt any words yet."""
    return WordsRefusedError(
        "words_unavailable",
        _("What words look like has not been learnt yet in this shop."),
        field="words" if wish.words.strip() else "but",
    )


def _sort(typed: Sequence[TypedWord], facts: HeardWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that are known and those that are not; little ones ("the") are neither."""
    there = set(facts.table.words)
    known = tuple(word.text for word in typed if word.lexemes & there)
    unknown = tuple(word.text for word in typed if word.lexemes and not word.lexemes & there)
    return known, unknown


def _direction(
    typed: Sequence[TypedWord],
    known: Sequence[str],
    unknown: Sequence[str],
    facts: HeardWords,
) -> Floats:
    if not facts.is_accepted:
        raise WordsRefusedError(
            "words_unavailable",
            _("In this shop words say no more about pictures than chance, so they are not used."),
            field="words",
        )
    found = facts.table.direction(lexeme for word in typed for lexeme in word.lexemes)
    if not known or found is None:
        raise WordsRefusedError(
            "unknown_words",
            _("The shop knows none of these words: %(words)s."),
            field="words",
            words=", ".join(unknown or [word.text for word in typed]) or "-",
        )
    return found


def _refuse_unshown(wanted: Sequence[Value], facts: HeardWords) -> None:
    for name, value in wanted:
        if (name, value) not in facts.values:
            raise WordsRefusedError(
                "value_not_shown",
                _(
                    "%(name)s:%(value)s is no value that this shop's pictures show: too few "
                    "products have it, or they look like the others."
                ),
                field="but",
                name=name,
                value=value,
            )
