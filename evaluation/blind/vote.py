"""Answering a blind test: the next question, its two sides, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evaluation.blind.models import BlindQuestion, BlindTest, BlindVote, Choice
from infra.refusals import RefusedError

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LEFT, RIGHT, EQUAL = "left", "right", "equal"


class VoteRefusedError(RefusedError, ValueError):
    """Codes: closed, choice, question."""


@dataclass(frozen=True, kw_only=True)
class Sides:
    """A question as one person sees it; nothing of it tells which space is where."""

    question: BlindQuestion
    left: Sequence[int]
    """Ids of products."""
    right: Sequence[int]


def next_question(test: BlindTest, user: User) -> Sides | None:
    """The first question that this person has not answered; None where there is none left."""
    answered = BlindVote.objects.filter(question__test=test, user=user).values("question")
    question = test.questions.exclude(pk__in=answered).select_related("product__category").first()
    return None if question is None else sides_of(question, user)


def sides_of(question: BlindQuestion, user: User) -> Sides:
    """Left and right of a question, shuffled for each person and question, and always the same."""
    answers = (question.first_answer, question.second_answer)
    left, right = answers[::-1] if _swapped(question, user) else answers
    return Sides(question=question, left=left, right=right)


def vote(test: BlindTest, user: User, *, number: int, side: str) -> BlindVote:
    """Keep what somebody chose; a second word on a question replaces the first.

    side: left, right or equal. Raises VoteRefusedError.
    """
    if test.closed_at:
        raise VoteRefusedError("closed", _("The test is closed; nobody votes any more."))
    question = test.questions.filter(number=number).first()
    if question is None:
        raise VoteRefusedError("question", _("There is no such question."))
    if side not in (LEFT, RIGHT, EQUAL):
        raise VoteRefusedError("choice", _("Choose left, right or equally good."))
    choice = Choice.EQUAL
    if side != EQUAL:
        is_first = (side == LEFT) != _swapped(question, user)
        choice = Choice.FIRST if is_first else Choice.SECOND
    kept, _new = BlindVote.objects.update_or_create(
        question=question, user=user, defaults={"choice": choice}
    )
    return kept


def _swapped(question: BlindQuestion, user: User) -> bool:
    """Whether the first space's answer stands on the right."""
    test = question.test
    told = f"{test.seed} {question.number} {user.pk}".encode()
    return bool(blake2b(told, digest_size=1).digest()[0] & 1)
