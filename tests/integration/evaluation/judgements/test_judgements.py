"""What people said of pairs: kept, changed, taken back, graded by in any space, and moved."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from catalog.models import ProductImage
from evaluation.judgements import files
from evaluation.judgements.agreement import grade_judgements, regrade_judgements
from evaluation.judgements.files import (
    JudgementFileRefusedError,
    import_judgements,
    judgement_rows,
)
from evaluation.judgements.keep import JudgementRefusedError, judge, own_verdicts, take_back
from evaluation.judgements.models import Judgement
from tests.builders.graded_catalogue import Item, make_catalogue
from tests.builders.spaces import make_space, store_vectors
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return StaffFactory.create(username="anna")


@pytest.fixture
def shop():
    """Six products asked about, each with a near and a far one: in `wrong` it is the other way."""
    eye = [[float(i == n) for i in range(7)] for n in range(7)]
    near = [[0.9 * one + 0.1 * all_ for one, all_ in zip(row, eye[6], strict=True)] for row in eye]
    rows = [*eye[:6], *near[:6], *[eye[6]] * 6]
    images = make_catalogue([Item([row]) for row in rows])
    right = make_space("right", 7)
    store_vectors(right, images, rows)
    wrong = make_space("wrong", 7)
    store_vectors(wrong, images, [*eye[:6], *[eye[6]] * 6, *near[:6]])
    products = [image.product_id for image in images]
    return right, wrong, list(zip(products[:6], products[6:12], products[12:], strict=True))


def test_the_last_word_counts_and_can_be_taken_back(shop, anna) -> None:
    *_spaces, [(asked, near, far), *_rest] = shop
    judge(anna, asked=asked, shown=near, verdict="good")
    judge(anna, asked=asked, shown=near, verdict="same_product")
    judge(anna, asked=asked, shown=far, verdict="wrong")

    both = {near: "same_product", far: "wrong"}
    assert own_verdicts(anna, asked=asked, shown=[near, far]) == both
    assert take_back(anna, asked=asked, shown=far)
    assert not take_back(anna, asked=asked, shown=far)
    assert Judgement.objects.get().shown_id == near


def test_a_judgement_names_the_pictures_of_its_products_and_no_others(shop, anna) -> None:
    *_spaces, [(asked, near, far), *_rest] = shop
    own, strange = (ProductImage.objects.get(product=each) for each in (asked, far))
    pictures = (own.pk, strange.pk)
    kept = judge(anna, asked=asked, shown=near, verdict="good", pictures=pictures)
    assert (kept.asked_digest, kept.shown_digest) == (own.sha256, "")


def test_what_makes_no_sense_is_refused(shop, anna) -> None:
    *_spaces, [(asked, near, _far), *_rest] = shop
    for facts, code in (
        ({"asked": asked, "shown": near, "verdict": "splendid"}, "verdict"),
        ({"asked": asked, "shown": asked, "verdict": "good"}, "same"),
        ({"asked": asked, "shown": 10**9, "verdict": "good"}, "gone"),
    ):
        with pytest.raises(JudgementRefusedError) as refused:
            judge(anna, **facts)
        assert refused.value.code == code
    assert not Judgement.objects.exists()


def test_spaces_are_graded_by_judgements_that_name_none(shop, anna) -> None:
    right, wrong, triples = shop
    assert "not_enough" in grade_judgements(right)
    for asked, near, far in triples:
        judge(anna, asked=asked, shown=near, verdict="good")
        judge(anna, asked=asked, shown=far, verdict="wrong")

    good, bad = grade_judgements(right), grade_judgements(wrong)

    assert (good["ordered"]["mean"], bad["ordered"]["mean"]) == (1, 0)
    assert good["right_ahead"] == {"mean": 1, "lower": 1, "upper": 1}
    assert (good["judgements"], good["people"], good["queries"]) == (12, 1, 6)
    right.grades = {"pictures": 3}
    right.save()
    regrade_judgements(right)
    right.refresh_from_db()
    assert right.grades == {"pictures": 3, "judgements": good}


def test_two_people_who_disagree_make_a_pair_that_tells_nothing(shop, anna) -> None:
    right, _wrong, triples = shop
    ben = StaffFactory.create(username="ben")
    for asked, near, far in triples:
        judge(anna, asked=asked, shown=near, verdict="good")
        judge(anna, asked=asked, shown=far, verdict="bad")
        judge(ben, asked=asked, shown=near, verdict="bad")
        judge(ben, asked=asked, shown=far, verdict="good")
    assert "Of 0 products" in grade_judgements(right)["not_enough"]


def test_the_command_tells_them_apart_from_other_grades(shop, anna) -> None:
    _right, _wrong, triples = shop
    for asked, near, far in triples:
        judge(anna, asked=asked, shown=near, verdict="same_product")
        judge(anna, asked=asked, shown=far, verdict="bad")
    said = io.StringIO()
    call_command("grade", stdout=said)
    assert "judgements: 12 judgements by 1 people, 6 products asked" in said.getvalue()
    assert "judged pairs in the right order: 1.000 (95 % interval 1.000" in said.getvalue()


def test_a_file_brings_judgements_to_another_copy_of_the_shop(shop, anna) -> None:
    *_spaces, [(asked, near, far), *_rest] = shop
    judge(anna, asked=asked, shown=near, verdict="good")
    judge(anna, asked=asked, shown=far, verdict="wrong")
    rows = list(judgement_rows(Judgement.objects.select_related("asked", "shown", "user")))
    file = "\n".join(",".join(row) for row in rows) + "\nSKU-0,nowhere,good,,,,\n"
    Judgement.objects.all().delete()
    ben = StaffFactory.create(username="ben")

    assert import_judgements(io.StringIO(file), user=ben) == (2, 1)
    assert import_judgements(io.StringIO(file), user=ben) == (2, 1)
    assert own_verdicts(ben, asked=asked, shown=[near, far]) == {near: "good", far: "wrong"}
    with pytest.raises(JudgementFileRefusedError, match="columns"):
        import_judgements(io.StringIO("a,b\n1,2\n"), user=ben)


def test_a_file_is_read_as_far_as_it_may_be_long_and_holds_no_nul(anna, monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_ROWS", 3)

    def endless():
        yield "asked,shown,verdict\n"
        for _row in range(9):
            yield "A,B,good\n"
        pytest.fail("it was read on")

    with pytest.raises(JudgementFileRefusedError, match="At most 3"):
        import_judgements(endless(), user=anna)
    with pytest.raises(JudgementFileRefusedError, match="no CSV"):
        import_judgements(io.StringIO("asked,shown,verdict\nA\0,B,good\n"), user=anna)
