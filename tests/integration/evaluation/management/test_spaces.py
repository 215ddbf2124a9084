"""`manage.py spaces compare` and `tune`, as staff type them."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import compose, features_key, parse_recipe, resolve_recipe
from tests.builders.graded_catalogue import Item, make_catalogue
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import clustered_rows, random_rows

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("spaces", *arguments, stdout=output, stderr=io.StringIO())
    return output.getvalue()


@pytest.fixture
def coloured_space() -> EmbeddingSpace:
    """A live space of too little colour for its catalogue: shape tells nothing there."""
    shape = random_rows(120, 1764, seed=1)
    colour = clustered_rows(60, 294, noise=0.3, seed=2)
    recipe = "hog*0.97+lab_color*0.03"
    components = resolve_recipe(recipe, {})
    features = np.hstack([shape, np.abs(colour)]).astype(np.float16)
    space = make_space(
        recipe,
        features.shape[1],
        recipe=recipe,
        components=[component.to_json() for component in components],
        features_key=features_key(components),
    )
    # Each of a family of its own: the halves are drawn by their names, the same in every run.
    items = [Item([[1], [1]], f"c{number % 4}", family=f"design {number}") for number in range(60)]
    images = make_catalogue(items)
    store_vectors(space, images, compose(features, components).tolist(), features.tolist())
    return space


def test_a_better_recipe_is_built_from_stored_features_and_compared(coloured_space, embed) -> None:
    said = run("tune", "--activate")
    tuned = EmbeddingSpace.objects.exclude(pk=coloured_space.pk).get()
    assert f"{tuned.recipe} is better; {tuned.recipe} is being built." in said
    # How much more colour is by the lot, which is drawn by the products' ids.
    shape, colour = parse_recipe(tuned.recipe)
    assert colour.weight / (shape.weight + colour.weight) > 0.1
    assert (tuned.state, tuned.activates_when_built) == ("building", True)
    assert tuned.features_key == coloured_space.features_key
    # The catalogue has no picture files: only the stored features can have made these vectors.
    assert embed() == 120
    assert ImageEmbedding.objects.in_space(tuned).ready().count() == 120
    compared = json.loads(run("compare", coloured_space.name, tuned.name, "--json"))
    before, after = (s["grades"]["same_product"]["mAP@10"]["mean"] for s in compared["spaces"])
    assert after > before
    assert "overlap@10: 0." in run("compare", coloured_space.name, tuned.name)


def test_a_report_for_programs_and_no_space_without_a_gain(coloured_space) -> None:
    ImageEmbedding.objects.update(
        features=np.random.default_rng(2).random(2058).round(2).tolist()
    )  # all alike: nothing tells anything
    report = json.loads(run("tune", "--space", coloured_space.name, "--json"))
    assert report["is_gain"] is False
    assert "created" not in report
    assert EmbeddingSpace.objects.count() == 1


def test_mistakes_get_a_sentence(coloured_space) -> None:
    with pytest.raises(CommandError, match="no space named 'nothing'"):
        run("compare", coloured_space.name, "nothing")
    ImageEmbedding.objects.all().delete()
    with pytest.raises(CommandError, match=r"tuned\. No picture has its features stored"):
        run("tune")
