"""What came of a blind test, once it is closed: which space people prefer, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from evaluation.blind.models import BlindTest, BlindVote, Choice
from evaluation.blind.statistics import sign_test, wilson_interval


@dataclass(frozen=True, kw_only=True)
class BlindResult:
    """Questions, not votes, are counted: several people's words on one are no new evidence."""

    questions: int
    answered: int
    """By somebody."""
    people: int
    votes: int
    first: int
    """Questions that the first space won: more people chose it than the other."""
    second: int
    equal: int
    """Neither won."""
    share: float | None
    """Of the decided questions, those that the second space won; None where none is decided."""
    lower: float | None
    """Of the share's 95 % interval (Wilson, 1927)."""
    upper: float | None
    chance: float | None
    """How probable so clear a result is if neither is better: exact sign test, two sides."""

    @property
    def unanswered(self) -> int:
        return self.questions - self.answered

    @property
    def winner(self) -> str:
        """first, second, or empty where it may be chance (more than 5 %)."""
        if self.chance is None or self.chance > 0.05:
            return ""
        return Choice.FIRST if self.first > self.second else Choice.SECOND


def close(test: BlindTest) -> None:
    """Nobody votes any more, and the result may be seen."""
    if test.closed_at is None:
        test.closed_at = timezone.now()
        test.save(update_fields=["closed_at"])


def count_result(test: BlindTest) -> BlindResult:
    """The result so far; to be shown only of a closed test."""
    balance: dict[int, int] = defaultdict(int)
    worth = {Choice.FIRST: -1, Choice.SECOND: 1, Choice.EQUAL: 0}
    rows = BlindVote.objects.filter(question__test=test)
    votes = list(rows.values_list("question_id", "choice", "user_id"))
    for question, choice, _user in votes:
        balance[question] += worth[Choice(choice)]
    first = sum(each < 0 for each in balance.values())
    second = sum(each > 0 for each in balance.values())
    decided = first + second
    bounds = wilson_interval(second, decided) if decided else (None, None)
    return BlindResult(
        questions=test.questions.count(),
        answered=len(balance),
        people=len({user for _question, _choice, user in votes}),
        votes=len(votes),
        first=first,
        second=second,
        equal=len(balance) - decided,
        share=second / decided if decided else None,
        lower=bounds[0],
        upper=bounds[1],
        chance=sign_test(first, second) if decided else None,
    )
