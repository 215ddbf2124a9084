"""A file goes to the space that it was made by, and to no other."""

from __future__ import annotations

import pytest

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Component, parse_recipe
from embeddings.transfer import TransferRefusedError
from embeddings.transfer.manifest import Manifest
from embeddings.transfer.match import explain_no_match, find_space
from tests.builders.spaces import make_component_space

pytestmark = pytest.mark.django_db

SHA256 = {"digests": "0" * 64, "vectors": "0" * 64}


def components(recipe: str, *, weights: str = "0") -> list[Component]:
    return [
        part.resolve(weights * 64 if part.encoder == "mobilenet_v2" else "")
        for part in parse_recipe(recipe)
    ]


def manifest(parts: list[Component]) -> Manifest:
    return Manifest(recipe="any", components=tuple(parts), pictures=1, sha256=SHA256)


@pytest.fixture
def make_space():
    def make(name: str, parts: list[Component], *, state: str = "building") -> EmbeddingSpace:
        return make_component_space(name, parts, recipe="any", state=state)

    return make


def test_the_very_same_components_match_whatever_the_name(make_space) -> None:
    make_space("live", components("hog"), state="live")
    space = make_space("mine", components("mobilenet_v2:average+lab_color"))
    same = manifest(components("mobilenet_v2:average+lab_color"))
    assert find_space(same) == find_space(same, name="mine") == space


def test_a_retired_space_is_not_filled(make_space) -> None:
    make_space("old", components("hog"), state="retired")
    assert find_space(manifest(components("hog"))) is None
    with pytest.raises(TransferRefusedError, match="no active space named 'old'"):
        find_space(manifest(components("hog")), name="old")


@pytest.mark.parametrize(
    ("recipe", "weights", "difference"),
    [
        (
            "mobilenet_v2:average+lab_color",
            "a",
            "has weights_sha256 aaaaaaaaaaaa… in the file and 000000000000… in",
        ),
        (
            "mobilenet_v2:max+lab_color",
            "0",
            "has pooling max in the file and average in the space",
        ),
        (
            "mobilenet_v2:average*0.7+lab_color",
            "0",
            "has weight 0.7 in the file and 0.8 in the space",
        ),
        (
            "lab_color+mobilenet_v2:average",
            "0",
            r"lab_color\+mobilenet_v2 made the file, mobilenet_v2\+",
        ),
        (
            "mobilenet_v2:average",
            "0",
            r"mobilenet_v2 made the file, mobilenet_v2\+lab_color the space",
        ),
    ],
)
def test_the_difference_is_named(make_space, recipe, weights, difference) -> None:
    make_space("mine", components("mobilenet_v2:average+lab_color"), state="live")
    other = manifest(components(recipe, weights=weights))
    assert find_space(other) is None
    with pytest.raises(TransferRefusedError, match=difference) as refused:
        find_space(other, name="mine")
    assert str(refused.value).count(". ") == 0
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("field", "value"),
    [("preprocessing", "imagenet-crop-999"), ("dimensions", 100)],
)
def test_what_no_recipe_can_say_differs_too(make_space, field, value) -> None:
    (part,) = components("hog")
    make_space("mine", [part], state="live")
    other = Component(**{**part.to_json(), field: value})
    with pytest.raises(TransferRefusedError, match=f"hog has {field} {value} in the file and "):
        find_space(manifest([other]), name="mine")


def test_the_most_similar_space_explains_why_none_matches(make_space) -> None:
    assert explain_no_match(manifest(components("hog"))).startswith("There is no active space yet")
    make_space("live", components("hog"), state="live")
    make_space("other", components("mobilenet_v2:max*0.5+lab_color", weights="b"))
    make_space("mine", components("mobilenet_v2:average+lab_color"))
    why = explain_no_match(manifest(components("mobilenet_v2:average+lab_color", weights="a")))
    assert why.startswith("The file is not of the space mine: mobilenet_v2 has weights_sha256 aaaa")
    assert why.endswith("--create begins a space for the file.")
