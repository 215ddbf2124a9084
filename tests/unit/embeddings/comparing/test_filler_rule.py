from __future__ import annotations

import pytest

from embeddings.comparing.filler_rule import Use, is_filler


def uses(*shown: tuple[str, int], cover: bool = False, covers: int = 99) -> list[Use]:
    """(design, category) of each product; `covers`: how many different first pictures they have."""
    return [
        Use(
            product_id=n,
            design=design,
            category_id=category,
            is_cover=cover,
            cover_sha256=str(n % covers),
        )
        for n, (design, category) in enumerate(shown)
    ]


def designs(count: int, *, categories: int) -> list[tuple[str, int]]:
    return [(f"name {n}", n % categories) for n in range(count)]


@pytest.mark.parametrize("cover", [True, False])
def test_three_designs_of_three_categories_are_unrelated(cover) -> None:
    assert is_filler(uses(*designs(3, categories=3), cover=cover), products=1_000)
    assert not is_filler(uses(*designs(2, categories=2), cover=cover), products=1_000)


@pytest.mark.parametrize("cover", [True, False])
def test_variants_share_their_picture_wherever_they_stand(cover) -> None:
    family = [("family mug", n) for n in range(12)]
    assert not is_filler(uses(*family, cover=cover), products=12)
    assert not is_filler(uses(*family, ("name other", 1), cover=cover), products=13)


def test_lookalikes_of_one_category_keep_the_picture_that_stands_for_them() -> None:
    assert not is_filler(uses(*designs(10, categories=1), cover=True), products=10)
    assert not is_filler(uses(*designs(300, categories=1), cover=True), products=300)


def test_in_two_categories_it_matters_whether_it_comes_first() -> None:
    assert is_filler(uses(*designs(3, categories=2)), products=1_000)
    assert not is_filler(uses(*designs(9, categories=2), cover=True), products=1_000)


def test_behind_many_different_first_pictures_even_one_category_is_unrelated() -> None:
    assert is_filler(uses(*designs(6, categories=1)), products=1_000)
    assert not is_filler(uses(*designs(5, categories=1)), products=1_000)
    assert not is_filler(uses(*designs(20, categories=1), covers=5), products=1_000)


def test_what_stands_for_most_of_the_shop_is_a_placeholder() -> None:
    shown = uses(*designs(40, categories=2), cover=True)
    assert is_filler(shown, products=60)
    assert not is_filler(shown, products=100)
    assert is_filler(uses(*designs(200, categories=2), cover=True), products=1_000_000)
