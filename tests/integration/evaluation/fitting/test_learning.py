"""What products and categories teach goes live where grades find it better, and only there."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import call_command

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import parse_recipe
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.queue import queue_missing
from embeddings.spaces.fitting import begin_fitted
from embeddings.spaces.lifecycle import create_space, finish_built_spaces, rollback
from embeddings.tasks import tend_spaces
from evaluation.fitting import fit_live_space as fitting
from evaluation.fitting.description import describe_fitting
from evaluation.fitting.fit_live_space import fit_live_space
from evaluation.fitting.record import CatalogueState
from evaluation.grades.grading import grade_space
from evaluation.grades.sampling import draw_sample
from tests.builders.taught_catalogue import (
    add_products,
    features_of,
    items_of,
    make_taught_space,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("few_folds")]

TEACHERS = ["both", "products", "categories"]
LEARNT = fitted_recipe("hog+lab_color", teacher="both", pictures=120)


def outcomes(space: EmbeddingSpace) -> dict[str, str]:
    space.refresh_from_db()
    return {verdict["teacher"]: verdict["outcome"] for verdict in space.fitting["verdicts"]}


def finish(embed) -> None:
    embed()
    finish_built_spaces()


def test_each_recipe_may_be_graded_by_itself(taught: EmbeddingSpace) -> None:
    graded = []
    while (fitted := fit_live_space(go_on=lambda: False)) is None:
        graded.append(list(outcomes(taught)))
        assert "the next look after the spaces goes on" in "".join(describe_fitting(taught))
    assert graded == [["both"], ["both", "products"]]
    assert list(outcomes(taught)) == TEACHERS
    in_pieces = {**fitted.fitting, "tried_at": ""}

    EmbeddingSpace.objects.filter(pk=fitted.pk).delete()
    EmbeddingSpace.objects.filter(pk=taught.pk).update(fitting={})
    assert {**fit_live_space(now=True).fitting, "tried_at": ""} == in_pieces


def test_it_takes_over_and_says_why(taught: EmbeddingSpace, embed, monkeypatch) -> None:
    tend_spaces()
    fitted = EmbeddingSpace.objects.exclude(pk=taught.pk).get()
    assert {part.projection.within for part in parse_recipe(fitted.recipe)} == {
        ("family", "category"),
        ("product",),
    }
    assert fitted.name == "hog+lab_color (fitted)"
    assert embed() == 120
    tend_spaces()
    live = EmbeddingSpace.objects.live()
    assert live == fitted
    before, after = (grade_space(space)["same_product"]["mAP@10"] for space in (taught, live))
    assert after["lower"] > before["upper"]
    said = "\n".join(describe_fitting(live))
    assert "Learnt from 120 pictures" in said
    assert "products and categories: chosen; same product +0." in said
    assert "categories: better; same product +0." in said
    monkeypatch.setattr(fitting, "draw_sample", pytest.fail)
    tend_spaces()
    assert EmbeddingSpace.objects.count() == 2, "nothing has come since"


def test_shuffled_categories_are_refused_and_left_alone_until_there_is_more(monkeypatch) -> None:
    items = items_of(120, 1)
    categories = [item.category for item in items]
    random.Random(3).shuffle(categories)
    shuffled = [
        replace(item, category=category) for item, category in zip(items, categories, strict=True)
    ]
    space = make_taught_space(features_of(120, 1), shuffled)
    assert fit_live_space() is None
    assert outcomes(space)["categories"] in ("no_gain", "worse")
    assert "refused" in "\n".join(describe_fitting(space))
    monkeypatch.setattr(fitting, "draw_sample", pytest.fail)
    assert fit_live_space() is None, "the verdict stands"


def test_the_same_categories_in_their_places_are_taken() -> None:
    space = make_taught_space(features_of(120, 1), items_of(120, 1))
    fitted = fit_live_space()
    assert outcomes(space) == {"categories": "better"}
    assert "wccn32@category" in fitted.recipe


def test_where_nothing_tells_products_apart_nothing_is_learnt() -> None:
    rows = np.random.default_rng(2).normal(size=features_of(40, 3).shape).astype(np.float16)
    space = make_taught_space(rows, items_of(40, 3))
    found = fit_live_space()
    assert set(outcomes(space)) == {"both", "products", "categories"}
    assert found is None, list(describe_fitting(space))
    assert set(outcomes(space).values()) <= {"no_gain", "worse"}


def test_products_teach_where_a_third_of_the_categories_is_wrong() -> None:
    items, dice = items_of(40, 3), random.Random(1)
    wrong = [replace(i, category=f"c{dice.randrange(4)}" if n % 3 else i.category)
             for n, i in enumerate(items)]  # fmt: skip
    space = make_taught_space(features_of(40, 3), wrong)
    assert fit_live_space() is not None
    assert outcomes(space)["products"] == "better"


def test_two_workers_do_not_both_try(taught: EmbeddingSpace, monkeypatch) -> None:
    read = CatalogueState.read

    def read_late(space: EmbeddingSpace) -> object:
        EmbeddingSpace.objects.filter(pk=space.pk).update(fitting={"by": "another worker"})
        return read(space)

    monkeypatch.setattr(CatalogueState, "read", read_late)
    assert fit_live_space() is None
    assert EmbeddingSpace.objects.count() == 1


def test_while_it_is_graded_nobody_is_told_that_nothing_was_found(
    taught: EmbeddingSpace, monkeypatch
) -> None:
    said: list[str] = []

    def look_meanwhile(*args, **options):
        taught.refresh_from_db()
        said.extend(describe_fitting(taught))
        return draw_sample(*args, **options)

    monkeypatch.setattr(fitting, "draw_sample", look_meanwhile)
    fit_live_space()
    assert said[-1].startswith("being graded")
    taught.refresh_from_db()
    assert "being graded" not in "\n".join(describe_fitting(taught))


def test_who_goes_back_keeps_what_they_went_back_to(taught: EmbeddingSpace, embed) -> None:
    fit_live_space()
    finish(embed)
    assert rollback() == taught
    tend_spaces()
    assert EmbeddingSpace.objects.live() == taught
    assert fit_live_space(now=True) is None


def test_a_catalogue_that_has_grown_is_asked_about_what_is_new_to_both(
    taught: EmbeddingSpace, embed
) -> None:
    first = fit_live_space()
    finish(embed)
    known = Product.objects.latest("pk").pk
    add_products(taught, features_of(60, 3, seed=9), items_of(60, 3, first=40), first=40)
    queue_missing()
    finish(embed)
    second = fit_live_space()
    live = EmbeddingSpace.objects.live()
    assert live == first
    found = outcomes(live)
    assert set(found) == {"both", "products", "categories"}
    asked = [gain["products"] for v in live.fitting["verdicts"] for gain in v["gains"].values()]
    assert max(asked) == 60
    assert live.fitting["taught"] == known
    assert second is not None, found
    assert second.name == "hog+lab_color (fitted) (2)"
    assert second.fitting["taught"] == Product.objects.latest("pk").pk
    finish(embed)
    assert EmbeddingSpace.objects.live() == second
    assert rollback() == first


def test_what_was_superseded_is_given_up_but_for_the_way_back(
    taught: EmbeddingSpace, embed
) -> None:
    for _ in range(3):
        begin_fitted(EmbeddingSpace.objects.live(), LEARNT, plain="hog+lab_color")
        finish(embed)
    fit_live_space()
    states = list(EmbeddingSpace.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["ready", "retired", "ready", "live"]


def test_what_somebody_chose_is_not_led_elsewhere(taught: EmbeddingSpace, embed) -> None:
    create_space("hog:wccn32*0.5+lab_color", activate_when_built=True)
    finish(embed)
    assert EmbeddingSpace.objects.live() != taught
    assert fit_live_space(now=True) is None


def test_staff_try_it_at_once_and_read_why(
    taught: EmbeddingSpace, admin_client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("spaces", "fit")
    said = capsys.readouterr().out
    assert "products and categories: chosen; same product +0." in said
    assert "takes over once it is built." in said
    call_command("spaces", "fit")
    assert "hog+lab_color stays as it is." in capsys.readouterr().out
    call_command("spaces", "list")
    assert "    products: better; same product +0." in capsys.readouterr().out
    page = admin_client.get(f"/admin/embeddings/embeddingspace/{taught.pk}/change/")
    assert "products and categories: chosen; same product +0." in page.content.decode()
