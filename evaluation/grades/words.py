"""How good a space's words are: learnt anew, asked of products held out, and told to staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from embeddings.models import EmbeddingSpace
from embeddings.words.fitting import fit_words

Grade = dict[str, Any]


def grade_words_of(space: EmbeddingSpace) -> Grade:
    """Learn what words look like in a space by today's texts; the grade that they got.

    What cannot be learnt says why under `not_enough`. From now on words answer shoppers, or they
    are refused, by this grade.
    """
    try:
        learnt = fit_words(space)
    except ValueError as reason:
        return {"not_enough": str(reason)}
    return {
        **learnt.grade,
        "encoder": learnt.encoder,
        "words": learnt.words,
        "sha256": learnt.sha256,
        "accepted": learnt.is_accepted,
    }


def describe_words(grade: Grade) -> Iterator[str]:
    """The grade as lines of text for a console."""
    if "not_enough" in grade:
        yield f"words: not enough. {grade['not_enough']}"
        return
    yield (
        f"words: {grade['words']} by {grade['encoder']} {grade['sha256'][:8]}, asked of "
        f"{grade['products']} products held out"
    )
    yield (
        f"    among the first ten: {grade['recall_at_10']:.3f} (chance {grade['chance_at_10']:.3f})"
    )
    yield (
        f"    ahead of the catalogue: {grade['ahead']:.3f}, with a stranger's words "
        f"{grade['stranger']:.3f}; gain {grade['lower']:.3f} to {grade['upper']:.3f}"
    )
    yield "    in use" if grade["accepted"] else "    refused: no better than chance"
