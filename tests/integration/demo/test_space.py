"""The demo joins the space that a plain one became, whenever it starts again."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from demo import late_weights
from demo.console import Console
from demo.late_weights import LateWeights
from demo.space import choose_space
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import features_key, resolve_recipe
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.spaces.lifecycle import activate, create_space, rollback

pytestmark = pytest.mark.django_db


def choose() -> tuple[str, str]:
    """The note, and what was said on the console."""
    said = io.StringIO()
    return choose_space(Console(said)), said.getvalue()


@pytest.fixture
def without_resnet(settings, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody serves ResNet50's weights; the folder where they may come to lie."""
    settings.VITRINE_WEIGHTS_DIR = tmp_path
    settings.VITRINE_ENCODER = "resnet50+lab_color"
    monkeypatch.setattr("embeddings.spaces.ensure_weights._download", lambda name: None)
    return tmp_path


@pytest.fixture
def without_weights(without_resnet, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package with the smaller network's weights is not installed either."""
    monkeypatch.setattr("embeddings.pipeline.weights.files._installed_at", lambda package: None)


def bring(weights: tuple[Path, str], folder: Path) -> None:
    """Put a weights file of ResNet50 into a folder, and what it is."""
    path, sha256 = weights
    shutil.copy(path, folder / "mine.pth")
    entry = {"file": "mine.pth", "sha256": sha256}
    (folder / "manifest.json").write_text(json.dumps({"encoders": {"resnet50": entry}}))


def make_fitted(recipe: str, **values: object) -> EmbeddingSpace:
    """The space that fitting makes of a plain one, without a picture in it."""
    sha256_of = dict.fromkeys(("resnet50", "efficientnet_lite0", "mobilenet_v2"), "a" * 64)
    components = resolve_recipe(recipe, sha256_of)
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


def test_without_weights_the_fitted_space_goes_on_with_todays_note(without_weights) -> None:
    create_space("hog+lab_color")
    fitted = make_fitted("hog+lab_color", note="Yesterday's.")
    activate(fitted)
    note, _ = choose()
    assert note.startswith("Running without resnet50 weights")
    assert "outlines and colour only (hog+lab_color). No weights for resnet50" in note
    fitted.refresh_from_db()
    assert (fitted.state, fitted.note) == ("live", note)
    assert EmbeddingSpace.objects.count() == 2


def test_a_fitted_space_whose_weights_are_gone_says_so(without_resnet) -> None:
    fitted = make_fitted("resnet50+lab_color")
    activate(fitted)
    note, _ = choose()
    assert note.startswith(
        f"{fitted} stays live, but new pictures cannot be embedded: No weights for resnet50."
    )
    assert EmbeddingSpace.objects.get() == fitted


def test_another_recipe_takes_over_from_the_fitted_space(settings, db) -> None:
    activate(make_fitted("hog+lab_color"))
    settings.VITRINE_ENCODER = "lab_color"
    note, said = choose()
    assert note == ""
    assert "lab_color is built in the background" in said
    assert EmbeddingSpace.objects.get(name="lab_color").activates_when_built


def test_without_resnet_a_shop_begins_on_the_smaller_network_and_says_so(without_resnet) -> None:
    note, _ = choose()
    live = EmbeddingSpace.objects.get()
    assert (live.recipe, live.state, live.note) == ("efficientnet_lite0+lab_color", "live", note)
    assert note.startswith("Running without resnet50 weights: similar items are found by a smaller")
    assert str(without_resnet) in note
    assert choose()[0] == note
    assert EmbeddingSpace.objects.count() == 1


def test_the_last_resort_needs_no_weights(without_weights) -> None:
    note, _ = choose()
    assert EmbeddingSpace.objects.get().recipe == "hog+lab_color"
    assert "by outlines and colour only" in note


def test_a_shop_without_a_network_gets_the_smaller_one_beside_the_traffic(without_resnet) -> None:
    old = create_space("hog+lab_color")
    note, said = choose()
    new = EmbeddingSpace.objects.get(recipe="efficientnet_lite0+lab_color")
    assert (new.state, new.activates_when_built, new.note) == ("building", True, note)
    assert EmbeddingSpace.objects.live() == old
    assert "efficientnet_lite0+lab_color is built in the background" in said


def test_resnet_arrives_beside_the_traffic_when_its_weights_come(
    without_resnet, random_weights
) -> None:
    choose()
    live = EmbeddingSpace.objects.live()
    bring(random_weights("resnet50"), without_resnet)
    note, said = choose()
    new = EmbeddingSpace.objects.get(recipe="resnet50+lab_color")
    assert (new.state, new.activates_when_built, new.note, note) == ("building", True, "", "")
    assert "The weights are there now: resnet50+lab_color is built" in said
    live.refresh_from_db()
    assert (live.state, live.note) == ("live", said.strip().splitlines()[-1])


def test_a_running_demo_takes_weights_up_as_they_come(
    without_resnet, random_weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_weights, "_LOOK_SECONDS", 0.0)
    choose()
    said = io.StringIO()
    late = LateWeights(Console(said))
    late.look()
    (without_resnet / "resnet50-0676ba61.pth").write_bytes(b"half of it")
    late.look()
    assert not EmbeddingSpace.objects.filter(recipe="resnet50+lab_color").exists()

    bring(random_weights("resnet50"), without_resnet)
    late.look()
    late.look()
    new = EmbeddingSpace.objects.get(recipe="resnet50+lab_color")
    assert (new.state, new.activates_when_built) == ("building", True)
    assert said.getvalue().count("The weights are there now") == 1


def test_another_network_that_staff_chose_stays(without_resnet) -> None:
    chosen = make_fitted("mobilenet_v2+lab_color")
    activate(chosen)
    note, _ = choose()
    assert note.startswith(f"{chosen} stays live")
    assert EmbeddingSpace.objects.get() == chosen
