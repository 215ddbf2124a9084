"""The demo joins the space that a plain one became, whenever it starts again."""

from __future__ import annotations

import io

import pytest

from demo import space as demo_space
from demo.console import Console
from demo.space import choose_space
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsMissingError, features_key, resolve_recipe
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.spaces.lifecycle import activate, create_space, rollback

pytestmark = pytest.mark.django_db


def choose() -> tuple[str, str]:
    """The note, and what was said on the console."""
    said = io.StringIO()
    return choose_space(Console(said)), said.getvalue()


@pytest.fixture
def without_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(recipe: str) -> None:
        if "resnet50" in recipe:
            raise WeightsMissingError("There is no resnet50 file.")

    monkeypatch.setattr(
        "embeddings.spaces.creation.ensure_weights", lambda recipe: missing(recipe) or {}
    )
    monkeypatch.setattr(demo_space, "ensure_weights", missing)


def make_fitted(recipe: str, **values: object) -> EmbeddingSpace:
    """The space that fitting makes of a plain one, without a picture in it."""
    components = resolve_recipe(recipe, {"resnet50": "a" * 64})
    return EmbeddingSpace.objects.create(
        name=f"{recipe} (fitted)",
        recipe=fitted_recipe(recipe),
        components=[component.to_json() for component in components],
        features_key=features_key(components),
        dimensions=448,
        state="ready",
        **values,
    )


def test_a_second_start_joins_the_fitted_space(settings, db) -> None:
    settings.VITRINE_ENCODER = "hog+lab_color"
    assert choose() == ("", "")
    fitted = make_fitted("hog+lab_color", note="fitted")
    activate(fitted)
    assert choose() == ("fitted", "")
    assert EmbeddingSpace.objects.count() == 2
    assert EmbeddingSpace.objects.live() == fitted


def test_a_start_after_a_rollback_joins_the_plain_space(settings, db) -> None:
    settings.VITRINE_ENCODER = "hog+lab_color"
    choose()
    plain = EmbeddingSpace.objects.live()
    activate(make_fitted("hog+lab_color"))
    rollback()
    assert choose() == ("", "")
    assert EmbeddingSpace.objects.count() == 2
    assert EmbeddingSpace.objects.live() == plain


def test_without_weights_the_fitted_space_goes_on_with_todays_note(
    settings, without_weights
) -> None:
    settings.VITRINE_ENCODER = "resnet50+lab_color"
    create_space("hog+lab_color")
    fitted = make_fitted("hog+lab_color", note="Yesterday's.")
    activate(fitted)
    note, _ = choose()
    assert note.startswith("Running without resnet50 weights")
    assert "no resnet50 file" in note
    fitted.refresh_from_db()
    assert (fitted.state, fitted.note) == ("live", note)
    assert EmbeddingSpace.objects.count() == 2


def test_a_fitted_space_whose_weights_are_gone_says_so(settings, without_weights) -> None:
    settings.VITRINE_ENCODER = "resnet50+lab_color"
    fitted = make_fitted("resnet50+lab_color")
    activate(fitted)
    note, _ = choose()
    assert note == (
        f"{fitted} stays live, but new pictures cannot be embedded: There is no resnet50 file."
    )
    assert EmbeddingSpace.objects.get() == fitted


def test_another_recipe_takes_over_from_the_fitted_space(settings, db) -> None:
    activate(make_fitted("hog+lab_color"))
    settings.VITRINE_ENCODER = "lab_color"
    note, said = choose()
    assert note == ""
    assert "lab_color is built in the background" in said
    assert EmbeddingSpace.objects.get(name="lab_color").activates_when_built
