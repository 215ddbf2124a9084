"""Before anything is found: a question about one kind of thing becomes one about its categories."""

from __future__ import annotations

from dataclasses import replace

from recommendations.request.kinds import VOTERS, AskedKinds, KindWish
from recommendations.request.question import Question
from recommendations.retrieval.retrieve import retrieve


def narrow_to_kinds(question: Question) -> Question:
    """The question for the kind that is asked with alone, or for all others, as is wished.

    A photo is taken to show what most of its nearest are; where nothing is near it, any kind may
    answer.
    """
    if question.options.kind == KindWish.ANY:
        return question
    asked = question.kinds
    if asked is None:
        voted = AskedKinds.voted_by(retrieve(replace(question, pool=VOTERS)))
        asked = voted and voted.foremost
    return question if asked is None else question.of_kind(asked)
