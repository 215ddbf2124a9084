"""A space with a projection is fitted on stored features, or begun as one that becomes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import compose, get_encoder
from embeddings.spaces.lifecycle import activate, clear_retired, create_space, finish_built_spaces
from embeddings.spaces.projections import read_projections
from embeddings.worker import embed as embedding
from infra import stopping

pytestmark = pytest.mark.django_db(transaction=True)

PROJECTED = "hog:pca4+lab_color:pca4^0.25"


@pytest.fixture
def stock(monkeypatch: pytest.MonkeyPatch, make_product):
    """Twelve different pictures, which are enough to learn from here."""
    monkeypatch.setattr("django.conf.settings.VITRINE_FIT_FROM_PICTURES", 12, raising=False)
    hues = [f"hsl({hue}, 80%, 45%)" for hue in range(0, 360, 60)]
    make_product(*hues)
    return make_product(*hues, shape="rectangle")


def states() -> dict[str, str]:
    return dict(EmbeddingSpace.objects.values_list("name", "state"))


def test_where_features_are_stored_the_projected_space_is_begun_at_once(
    plain_space: EmbeddingSpace, stock, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed()
    space = create_space(PROJECTED)
    assert (space.state, space.successor_recipe, space.dimensions) == ("building", "", 8)
    assert space.features_key == plain_space.features_key
    assert [block.stop for block in space.blocks] == [4, 8]

    for image in stock.images.all():
        image.image.storage.delete_picture(image.image.name)
    monkeypatch.setattr(embedding, "encoder_for", pytest.fail)
    assert embed() == 12
    finish_built_spaces()
    assert states()[PROJECTED] == "ready"

    row = space.embeddings.first()
    expected = compose([row.features], space.parts, projections=read_projections(space))[0]
    assert np.array(row.vector) == pytest.approx(expected, abs=1e-3)
    assert len(row.features) == sum(get_encoder(name).dimensions for name in ("hog", "lab_color"))


def test_a_new_picture_is_projected_as_the_stored_ones_are(
    plain_space: EmbeddingSpace, stock, embed, make_product
) -> None:
    embed()
    space = create_space(PROJECTED)
    image = make_product("orange").images.get()
    assert embed() == 14
    row = image.embeddings.get(space=space)
    projections = read_projections(space)
    expected = compose([row.features], space.parts, projections=projections)[0]
    assert np.array(row.vector) == pytest.approx(expected, abs=1e-3)


def test_without_stored_features_another_space_is_built_first_and_makes_way(
    db, stock, make_product, embed
) -> None:
    live = create_space("lab_color")
    begun = create_space(PROJECTED, note="try it", activate_when_built=True)
    assert (begun.name, begun.successor_recipe) == ("hog+lab_color", PROJECTED)
    assert create_space(PROJECTED) == begun
    embed()
    finish_built_spaces()
    assert states() == {"lab_color": "live", begun.name: "ready", PROJECTED: "building"}
    finish_built_spaces()
    assert EmbeddingSpace.objects.count() == 3

    assert embed() == 12
    finish_built_spaces()
    finish_built_spaces()
    assert states() == {"lab_color": "ready", begun.name: "retired", PROJECTED: "live"}
    clear_retired()
    assert not begun.embeddings.exists()
    projected = EmbeddingSpace.objects.live()
    assert projected.note == "try it"
    assert projected.embeddings.ready().count() == 12
    assert live.embeddings.ready().count() == 12


def test_a_worker_told_to_stop_leaves_what_a_space_becomes_to_the_next(
    db, stock, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = create_space(PROJECTED)
    embed()
    with monkeypatch.context() as patch:
        patch.setattr(stopping, "is_stopping", lambda: True)
        finish_built_spaces()
        assert EmbeddingSpace.objects.get() == begun
    finish_built_spaces()
    assert states() == {begun.name: "live", PROJECTED: "building"}


def test_a_first_space_answers_until_what_it_becomes_takes_over(db, stock, embed) -> None:
    first = create_space(PROJECTED)
    assert first.state == "live"
    embed()
    finish_built_spaces()
    embed()
    finish_built_spaces()
    finish_built_spaces()
    assert states() == {first.name: "ready", PROJECTED: "live"}
    first.refresh_from_db()
    assert first.successor_recipe == ""
    assert first.embeddings.ready().count() == 12, "there is a way back"


def test_a_space_of_its_own_is_not_retired_for_another_that_needs_its_like(
    db, stock, embed
) -> None:
    create_space("lab_color*3")
    wanted = create_space("hog+lab_color")
    begun = create_space("hog:pca4+lab_color")
    assert begun != wanted
    assert begun.features_key == wanted.features_key
    for _ in range(3):
        embed()
        finish_built_spaces()
    assert states() == {
        "lab_color*3": "live",
        "hog+lab_color": "ready",
        "hog+lab_color (2)": "retired",
        "hog:pca4+lab_color": "ready",
    }


def test_asking_again_joins_the_projected_space(
    plain_space: EmbeddingSpace, stock, embed, make_product
) -> None:
    embed()
    space = create_space(PROJECTED)
    make_product("orange")
    assert create_space(" hog:pca4 + lab_color:pca4^0.250", activate_when_built=True) == space
    embed()
    finish_built_spaces()
    assert states()[PROJECTED] == "live"
    assert create_space(PROJECTED) == space


def test_too_few_pictures_are_refused(db, make_product) -> None:
    make_product("red", "green")
    with pytest.raises(ValueError, match=r"needs 75 of them; there are 2.*use hog\."):
        create_space("hog:pca4")
    assert not EmbeddingSpace.objects.exists()


def test_more_dimensions_than_pictures_are_refused(
    plain_space: EmbeddingSpace, stock, embed
) -> None:
    embed()
    with pytest.raises(ValueError, match="needs 13 of them; there are 12"):
        create_space("hog:pca13+lab_color")


def test_a_space_whose_pictures_failed_stays_as_it_is_and_says_why(db, stock, embed) -> None:
    create_space("lab_color")
    begun = create_space("hog:pca4")
    embed()
    begun.embeddings.update(state="failed", vector=None)
    finish_built_spaces()
    finish_built_spaces()
    begun.refresh_from_db()
    assert (begun.state, begun.successor_recipe) == ("ready", "")
    assert "needs 12 of them; there are 0" in begun.note


def test_a_recipe_that_is_too_long_is_refused(db) -> None:
    recipe = "+".join(
        f"{name}:{pooling}:320*0.12345678901234567"
        for name in ("resnet50", "vgg16")
        for pooling in ("average", "max", "gem")
    )
    with pytest.raises(ValueError, match="at most 200 characters"):
        create_space(recipe)


def test_the_networks_space_is_projected_too(db, weights_dir: Path, stock, embed) -> None:
    create_space("lab_color")
    begun = create_space("resnet50:pca4^0.3+lab_color")
    assert begun.name == "resnet50+lab_color*0.2"
    assert begun.dimensions == 2048 + 1024 + 1764 + 294
    embed()
    finish_built_spaces()
    embed()
    finish_built_spaces()
    space = EmbeddingSpace.objects.get(name="resnet50:pca4^0.3+lab_color")
    assert (space.state, space.dimensions) == ("ready", 4 + 4 + 4 + 294)
    assert space.projections.count() == 3
    activate(space)
