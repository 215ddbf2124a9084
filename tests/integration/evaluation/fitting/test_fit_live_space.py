"""Where products and categories teach nothing, a plain live space is fitted on pictures alone."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from django.conf import settings

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import compose, features_key, resolve_recipe
from embeddings.pipeline.recipes import fitted as fitted_recipe
from embeddings.pipeline.recipes.options import ProjectionOption
from embeddings.spaces import creation as space_creation
from embeddings.spaces.fitting import is_fitted_from
from embeddings.spaces.lifecycle import (
    activate,
    create_space,
    finish_built_spaces,
    retire,
    rollback,
)
from embeddings.tasks import tend_spaces
from embeddings.worker import embed as embedding
from evaluation.fitting import proposals, record
from evaluation.fitting.fit_live_space import fit_live_space

pytestmark = pytest.mark.django_db(transaction=True)

FITTED = "hog:pca4*0.7+lab_color:pca4^0.5*0.3"


@pytest.fixture(autouse=True)
def _twelve_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.VITRINE_FIT_FROM_PICTURES", 12, raising=False)
    monkeypatch.setattr(proposals, "FIT_UNTAUGHT_PICTURES", 12)
    monkeypatch.setattr(record, "FIT_UNTAUGHT_PICTURES", 12)
    small = {"_LAST_MAP": 0.0, "_LAYER3": 0.3, "_OUTLINES": 0.0, "_COLOUR": 0.5}
    for part, whitening in small.items():
        monkeypatch.setattr(fitted_recipe, part, ProjectionOption(4, whitening))


@pytest.fixture
def stock(make_product) -> None:
    """Twelve different pictures."""
    hues = [f"hsl({hue}, 80%, 45%)" for hue in range(0, 360, 60)]
    make_product(*hues)
    make_product(*hues, shape="rectangle")


def states() -> dict[str, str]:
    return dict(EmbeddingSpace.objects.values_list("name", "state"))


def test_it_takes_over_without_a_look_at_any_file(
    plain_space: EmbeddingSpace, stock, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed()
    shutil.rmtree(settings.MEDIA_ROOT)
    monkeypatch.setattr(embedding, "encoder_for", pytest.fail)
    tend_spaces()
    assert states() == {"hog+lab_color": "live", "hog+lab_color (fitted)": "building"}
    assert embed() == 12
    tend_spaces()
    assert states() == {"hog+lab_color": "ready", "hog+lab_color (fitted)": "live"}
    fitted = EmbeddingSpace.objects.live()
    assert (fitted.recipe, fitted.dimensions) == (FITTED, 8)
    assert is_fitted_from(fitted, "hog+lab_color")
    assert not is_fitted_from(plain_space, FITTED)
    assert np.linalg.norm(fitted.embeddings.first().vector) == pytest.approx(1, abs=1e-2)
    tend_spaces()
    assert len(states()) == 2, "nothing follows what was fitted"


def test_features_that_were_brought_here_are_fitted_without_the_weights(
    stock, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    components = resolve_recipe("vgg16", {"vgg16": "a" * 64})  # nobody has such a file
    plain = EmbeddingSpace.objects.create(
        name="vgg16",
        recipe="vgg16",
        components=[component.to_json() for component in components],
        features_key=features_key(components),
        dimensions=512 + 1764,
        state="live",
    )
    features = np.random.default_rng(3).random((12, plain.dimensions)).astype(np.float16)
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image=image,
            product_id=image.product_id,
            space=plain,
            state="ready",
            digest=image.sha256,
            features=row.tolist(),
            vector=vector.tolist(),
        )
        for image, row, vector in zip(
            ProductImage.objects.all(), features, compose(features, components), strict=True
        )
    )
    monkeypatch.setattr(space_creation, "ensure_weights", pytest.fail)
    monkeypatch.setattr(embedding, "encoder_for", pytest.fail)
    fitted = fit_live_space()
    assert (fitted.name, fitted.dimensions) == ("vgg16 (fitted)", 4 + 4)
    assert [part.weights_sha256 for part in fitted.parts] == ["a" * 64, ""]
    assert embed() == 12


def test_it_is_begun_once(plain_space: EmbeddingSpace, stock, embed) -> None:
    embed()
    assert fit_live_space().activates_when_built
    assert fit_live_space() is None
    assert len(states()) == 2


def test_who_goes_back_to_the_plain_space_keeps_it(
    plain_space: EmbeddingSpace, stock, embed
) -> None:
    embed()
    fitted = fit_live_space()
    embed()
    finish_built_spaces()
    assert rollback() == plain_space
    for _ in range(2):
        tend_spaces()
        assert states() == {"hog+lab_color": "live", fitted.name: "ready"}
    retire(fitted)
    tend_spaces()
    assert states() == {"hog+lab_color": "live", fitted.name: "retired"}


def test_too_few_pictures_wait_for_more(plain_space: EmbeddingSpace, make_product, embed) -> None:
    make_product(*[f"hsl({hue}, 80%, 45%)" for hue in range(0, 330, 30)])
    embed()
    assert plain_space.embeddings.ready().count() == 11
    assert fit_live_space() is None
    make_product("red", shape="rectangle")
    assert fit_live_space() is None, "the twelfth is not embedded yet"
    embed()
    assert fit_live_space() is not None


def test_most_of_a_catalogue_has_to_be_embedded_first(
    plain_space: EmbeddingSpace, stock, make_product, embed
) -> None:
    embed()
    make_product("red", "green", shape="rectangle")
    assert fit_live_space() is None
    embed()
    assert fit_live_space() is not None


def test_vectors_that_came_without_their_features_are_not_fitted(
    plain_space: EmbeddingSpace, stock, embed
) -> None:
    embed()
    plain_space.embeddings.update(features=None)
    assert fit_live_space() is None


def test_a_recipe_that_somebody_chose_is_never_followed(db, stock, embed) -> None:
    create_space("hog*0.7+lab_color")
    embed()
    tend_spaces()
    assert states() == {"hog*0.7+lab_color": "live"}


def test_a_plain_space_on_its_way_to_what_somebody_chose_is_not_led_elsewhere(
    db, stock, embed
) -> None:
    begun = create_space("hog+lab_color:pca4")
    assert (begun.recipe, begun.state) == ("hog+lab_color", "live")
    for _ in range(3):
        embed()
        tend_spaces()
    assert states() == {"hog+lab_color": "ready", "hog+lab_color:pca4": "live"}
    assert rollback() == begun
    tend_spaces()
    assert len(states()) == 2


def test_a_plain_space_that_is_not_live_is_left_alone(db, stock, embed) -> None:
    create_space("lab_color*3")
    plain = create_space("hog+lab_color")
    embed()
    tend_spaces()
    assert states() == {"lab_color*3": "live", plain.name: "ready"}
    activate(plain)
    tend_spaces()
    assert states()["hog+lab_color (fitted)"] == "building"


def test_the_live_spaces_note_goes_along(plain_space: EmbeddingSpace, stock, embed) -> None:
    embed()
    EmbeddingSpace.objects.update(note="Running without resnet50 weights.")
    assert fit_live_space().note == "Running without resnet50 weights."


def test_pictures_that_teach_nothing_leave_the_space_as_it_is(
    plain_space: EmbeddingSpace, make_product, embed, caplog: pytest.LogCaptureFixture
) -> None:
    make_product(*["red"] * 12)
    embed()
    with caplog.at_level("INFO"):
        tend_spaces()
        tend_spaces()
    assert states() == {"hog+lab_color": "live"}
    assert caplog.text.count("hog+lab_color stays as it is: ") == 1


def test_a_space_of_an_older_meaning_stays_as_it_is(
    plain_space: EmbeddingSpace, stock, embed, caplog: pytest.LogCaptureFixture
) -> None:
    embed()
    EmbeddingSpace.objects.update(features_key="0" * 64)
    assert fit_live_space() is None
    assert "cannot be made of the features of hog+lab_color" in caplog.text
    assert states() == {"hog+lab_color": "live"}


def test_without_a_live_space_there_is_nothing_to_do(db) -> None:
    assert fit_live_space() is None
