"""A blind test: what differs is asked, sides are shuffled, and the result adds up."""

from __future__ import annotations

import pytest

from embeddings.models import EmbeddingSpace
from evaluation.blind.begin import BlindTestRefusedError, begin_blind_test
from evaluation.blind.models import BlindVote, Choice
from evaluation.blind.result import close, count_result
from evaluation.blind.vote import VoteRefusedError, next_question, sides_of, vote
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import random_rows
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def spaces(random_space):
    """Two spaces of twelve products that agree on nothing, and one that agrees with the first."""
    rows = random_rows(12, 16, seed=7)
    first = random_space(vectors=rows, products=12)
    images = [row.image for row in first.embeddings.order_by("image").select_related("image")]
    second, same = make_space("second", 16), make_space("same", 16)
    store_vectors(second, images, random_rows(12, 16, seed=8))
    store_vectors(same, images, rows)
    return first, second, same


@pytest.fixture
def anna():
    return StaffFactory.create(username="anna")


def test_from_the_first_question_to_the_result(spaces, anna) -> None:
    first, second, _same = spaces
    test = begin_blind_test(first, second, questions=8, user=anna)
    ben = StaffFactory.create(username="ben")
    swapped = []
    while sides := next_question(test, anna):
        question = sides.question
        assert sides_of(question, anna) == sides
        swapped.append(sides.left == question.second_answer)
        assert {tuple(sides.left), tuple(sides.right)} == {
            *(tuple(question.first_answer), tuple(question.second_answer))
        }
        side = "left" if sides.left == question.second_answer else "right"
        vote(test, anna, number=question.number, side="equal" if question.number == 8 else side)
    assert test.questions.count() == 8
    assert 0 < sum(swapped) < 8, "it happens once in 128"
    vote(test, ben, number=1, side="equal")
    assert next_question(test, ben).question.number == 2

    close(test)

    found = count_result(test)
    assert (found.first, found.second, found.equal, found.unanswered) == (0, 7, 1, 0)
    assert (found.people, found.votes, found.winner) == (2, 9, Choice.SECOND)
    assert found.share == 1
    assert found.lower == pytest.approx(0.6457, abs=1e-3)
    with pytest.raises(VoteRefusedError, match="closed"):
        vote(test, ben, number=2, side="left")


def test_a_second_word_replaces_the_first(spaces, anna) -> None:
    test = begin_blind_test(*spaces[:2], questions=1, user=anna)
    vote(test, anna, number=1, side="left")
    before = BlindVote.objects.get().choice
    vote(test, anna, number=1, side="right")
    assert {before, BlindVote.objects.get().choice} == {Choice.FIRST, Choice.SECOND}
    for number, side in ((1, "both"), (7, "left")):
        with pytest.raises(VoteRefusedError):
            vote(test, anna, number=number, side=side)


def test_spaces_that_answer_alike_or_are_not_built_are_refused(spaces, anna) -> None:
    first, second, same = spaces
    EmbeddingSpace.objects.filter(pk=second.pk).update(state="building")
    second.refresh_from_db()
    pairs = {"same": (first, first), "state": (first, second), "alike": (first, same)}
    for code, pair in pairs.items():
        with pytest.raises(BlindTestRefusedError) as refused:
            begin_blind_test(*pair, questions=5, user=anna)
        assert refused.value.code == code
