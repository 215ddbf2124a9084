"""From a wish in words to a direction in the space; what is not understood is said to be so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from catalog.search.lexemes import TypedWord, read_typed
from embeddings.pipeline.words.direction import block_shares, unit_or_none
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.words.read import HeardWords, read_words
from recommendations.candidate import WordsHeard
from recommendations.conf import conf
from recommendations.request.heard import Heard
from recommendations.request.wish import Value, Wish, WordsRefusedError

Floats = npt.NDArray[np.float32]


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
