"""Grades are what can be worked out by hand, and say so where there is nothing to work out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.images.saving import add_picture
from catalog.models import Category, Product
from evaluation.grades import measures
from evaluation.grades.grading import grade_space
from tests.builders.graded_catalogue import Item, stock
from tests.builders.spaces import make_space
from tests.builders.vectors import random_rows

pytestmark = pytest.mark.django_db


def axis(number: int, *, lean: float = 0.0, size: int = 24) -> list[float]:
    """A direction of its own, leaning a little towards the last axis."""
    row = [0.0] * size
    row[number], row[-1] = 1.0, lean
    return row


def test_a_perfect_space_scores_one_everywhere() -> None:
    # Five products of one direction each, in two categories that lean to either side.
    items = [
        Item(
            [axis(n, lean=side), axis(n, lean=1.1 * side)],
            category,
            {"colour": "red" if n % 2 else ["red", "blue"]},
        )
        for category, side, numbers in (("vases", 0.5, range(5)), ("rugs", -0.5, range(5, 10)))
        for n in numbers
    ]
    grades = grade_space(stock(items))
    same = grades["same_product"]
    assert (same["queries"], same["products"]) == (20, 10)
    perfect = {"mean": 1.0, "lower": 1.0, "upper": 1.0}
    assert [same[m] for m in ("recall@1", "recall@5", "recall@10", "mAP@10")] == [perfect] * 4
    assert grades["category"]["precision@10"] == perfect
    assert grades["category"]["categories"]["rugs"]["precision@10"] == perfect
    assert grades["kind_and_colour"]["precision@10"]["mean"] == 1.0


def test_what_is_right_in_part_is_graded_in_part() -> None:
    # Of five products both pictures are neighbours; those of five others lie apart, and each has
    # the only picture of another product at its side.
    near = [Item([axis(n), axis(n, lean=0.2)]) for n in range(5)]
    apart = [Item([axis(n), axis(n + 1)]) for n in range(5, 15, 2)]
    aside = [Item([axis(n, lean=0.1)]) for n in range(5, 15)]
    same = grade_space(stock([*near, *apart, *aside]))["same_product"]
    assert (same["queries"], same["products"]) == (20, 10)
    assert same["recall@1"]["mean"] == 0.5
    assert same["recall@1"]["lower"] < 0.5 < same["recall@1"]["upper"]


def test_the_category_is_asked_product_by_product() -> None:
    # In each of six corners ten vases and a lamp, which finds nothing but vases.
    items = [
        Item([axis(corner, lean=0.01 * n)] * 2, "vases" if n else "lamps")
        for corner in range(6)
        for n in range(11)
    ]
    category = grade_space(stock(items))["category"]
    assert category["queries"] == category["products"] == 66
    assert category["precision@10"]["mean"] == pytest.approx(0.9 * 60 / 66, abs=1e-4)
    assert category["categories"]["vases"]["precision@10"]["mean"] == 0.9
    assert category["categories"]["lamps"]["precision@10"]["mean"] == 0.0
    assert 0.7 < category["mAP@10"]["mean"] < category["precision@10"]["mean"]


def test_kind_and_colour_wants_both() -> None:
    # The vectors tell the colour and nothing of the kind, but for a little.
    groups = [(kind, colour) for kind in ("vases", "rugs") for colour in ("red", "blue")]
    items = [
        Item(
            [axis(len(colour), lean=0.05 * groups.index((kind, colour)) + 0.001 * n)],
            kind,
            {"color": colour.title()},
        )
        for kind, colour in groups
        for n in range(6)
    ]
    items += [Item([axis(9)], "vases")] * 3  # of no colour: they neither ask nor answer
    grades = grade_space(stock(items))
    assert grades["kind_and_colour"]["queries"] == 24
    # Ten of the eleven of its colour, all five of its kind among them.
    assert grades["kind_and_colour"]["precision@10"]["mean"] == 1.0
    assert grades["category"]["categories"]["rugs"]["precision@10"]["mean"] == 0.5


def test_grades_are_kept_with_the_space_and_say_of_what() -> None:
    space = stock([Item([axis(n), axis(n, lean=0.1)]) for n in range(6)])
    grades = grade_space(space)
    space.refresh_from_db()
    assert space.grades == json.loads(json.dumps(grades))
    assert (grades["pictures"], grades["products"], grades["pictures_available"]) == (12, 6, 12)
    assert grades["graded_at"].startswith("20")
    assert "Euclidean distance gives the same order" in grades["distance"]


def test_the_same_catalogue_gives_the_same_grades(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_rows(60, 24, seed=2)
    space = stock([Item(rows[n : n + 2].tolist(), f"c{n % 3}") for n in range(0, 60, 2)])
    monkeypatch.setattr(measures, "MAX_QUERIES", 20)
    first, second = grade_space(space), grade_space(space)
    del first["graded_at"], second["graded_at"]
    assert first == second
    assert first["same_product"]["queries"] == first["category"]["queries"] == 20


def test_too_little_is_said_not_guessed() -> None:
    nothing = grade_space(make_space("empty", 3))
    assert "not_enough" in nothing["same_product"]
    assert "NaN" not in json.dumps(nothing)
    space = stock([Item([axis(n)], f"c{n % 2}") for n in range(4)], name="small")
    grades = grade_space(space)
    assert grades["same_product"]["not_enough"].startswith(
        "0 products are there with several different pictures"
    )
    assert "4 products are there in one category" in grades["category"]["not_enough"]
    assert "No product has a colour" in grades["kind_and_colour"]["not_enough"]


def test_a_small_category_is_named_without_a_figure() -> None:
    items = [Item([axis(n)], "vases") for n in range(6)] + [Item([axis(7)], "rugs")] * 2
    categories = grade_space(stock(items))["category"]["categories"]
    assert categories["rugs"] == {"not_enough": "2 products; at least 5 are needed."}
    assert categories["vases"]["queries"] == 6


@pytest.mark.django_db(transaction=True)
def test_real_pictures_on_real_weights(network_space, embed, test_data: Path) -> None:
    """Two views of each of six products of a real shop: most find the other one."""
    import csv

    from catalog.images.validation import validate_picture

    by_sku: dict[str, list[dict[str, str]]] = {}
    with (test_data / "magento-luma" / "labels.csv").open() as file:
        for row in csv.DictReader(file):
            by_sku.setdefault(row["instance"], []).append(row)
    chosen = [sku for sku in sorted(by_sku) if len(by_sku[sku]) > 1][::24][:6]
    for sku in chosen:
        name = by_sku[sku][0]["class"]
        category, _ = Category.objects.get_or_create(slug=name.replace("/", "-"), name=name)
        product = Product.objects.create(
            sku=sku, slug=sku.lower(), name=sku, category=category, price=1, stock=1
        )
        for row in by_sku[sku][:2]:
            add_picture(
                product, validate_picture((test_data / "magento-luma" / row["path"]).read_bytes())
            )
    embed()
    same = grade_space(network_space)["same_product"]
    assert (same["queries"], same["products"]) == (12, 6)
    assert same["recall@1"]["mean"] > 0.5  # by chance: 0.09
    assert same["recall@1"]["mean"] <= same["recall@5"]["mean"] <= same["recall@10"]["mean"]
