"""What is said of a match and its parts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from embeddings.pipeline import ComponentMatch, Exactness


def part_words(match: ComponentMatch) -> str:
    """A component and what it counts."""
    kind = _("colour") if match.block == "colour" else _("shape")
    words = _("%(encoder)s (%(kind)s, counts %(share).0f %%)")
    return words % {"encoder": match.encoder, "kind": kind, "share": 100 * match.share}


def exactness_words(found: Sequence[Exactness]) -> str:
    """Whether the cells' numbers are exact."""
    kinds = set(found) - {Exactness.NO_CELLS}
    if kinds == {Exactness.EXACT}:
        return _(
            "Exact: the features are a plain sum over the cells, so each cell's number is what it "
            "adds."
        )
    if kinds == {Exactness.SHARED}:
        return _(
            "Shared out: the features are no plain sum (powers, roots or maxima), so each cell has "
            "the share of what was found there. The shares add up to the cosine, but without a "
            "cell it would change by another amount."
        )
    return _(
        "Partly shared out: of some parts the cells' numbers are exact, of others they are shares. "
        "Both add up to the cosine. See each part below."
    )


def refused_words(code: str) -> str:
    """Why two pictures cannot be matched."""
    words = {
        "not_compared": _(
            "This picture is not compared in this space (waiting, failed or left out)."
        ),
        "changed": _("The file of this picture is not the one that was compared."),
    }
    return words.get(code, _("This picture is no longer there."))
