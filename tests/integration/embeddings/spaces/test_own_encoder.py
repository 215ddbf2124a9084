"""A space made by an encoder of the shop's own lives as any other, and outlives its encoder."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsRefusedError
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.spaces.lifecycle import create_space
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for
from embeddings.worker.state import read_worker_state
from tests.builders.onnx_encoder import write_encoder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def encoders_dir(tmp_path: Path, settings) -> Path:
    """Where this shop keeps encoders of its own."""
    folder = tmp_path / "encoders"
    folder.mkdir()
    settings.VITRINE_ENCODERS_DIR = str(folder)
    return folder


def similar(client: Client, slug: str) -> list[str]:
    answer = client.get(f"/api/v1/products/{slug}/similar/?min_match=0")
    assert answer.status_code == 200, answer.content
    return [each["product"]["slug"] for each in answer.json()["results"]]


def test_its_answers_go_on_when_the_encoder_has_gone(
    encoders_dir: Path, make_product, embed, client: Client, admin_client: Client
) -> None:
    path = write_encoder(encoders_dir / "tiny")
    red, green = make_product("red"), make_product("green")
    space = create_space("tiny+lab_color")
    assert (space.state, space.dimensions) == ("live", 24 + 294)
    assert embed() == 2
    assert similar(client, red.slug) == [green.slug]

    for file in path.parent.iterdir():
        file.unlink()
    assert similar(client, red.slug) == [green.slug]
    assert admin_client.get("/admin/embeddings/embeddingspace/").status_code == 200
    blue = make_product("blue")
    assert embed() == 0
    assert "Unknown encoder 'tiny'" in read_worker_state().problem

    write_encoder(encoders_dir / "tiny")
    assert embed() == 1
    assert set(similar(client, red.slug)) == {green.slug, blue.slug}


def test_another_model_under_its_name_makes_no_vectors_of_the_old_space(
    encoders_dir: Path, make_product, embed
) -> None:
    write_encoder(encoders_dir / "tiny")
    space = create_space("tiny")
    write_encoder(encoders_dir / "tiny", kernel=0.5)
    make_product("red")
    with pytest.raises(EncoderUnavailableError, match="expected"):
        encoder_for(space)
    assert embed() == 0
    assert create_space("tiny").pk != space.pk


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kernel": float("nan")}, "The encoder tiny is refused. runs: .*not finite"),
        ({"kernel": 0.0}, "The encoder tiny is refused. finite: "),
        ({"external": True}, "other files"),
        ({"dimensions": 25}, "declared are 25 numbers"),
        ({"sha256": "a" * 64}, "expected one that starts with aaaa"),
    ],
    ids=str,
)
def test_no_space_is_begun_with_one_that_does_not_conform(
    encoders_dir: Path, changes, said
) -> None:
    write_encoder(encoders_dir / "tiny", **changes)
    with pytest.raises(WeightsRefusedError, match=said):
        create_space("tiny+lab_color")
    assert not EmbeddingSpace.objects.exists()


def test_a_refused_declaration_is_said_by_the_command(encoders_dir: Path) -> None:
    write_encoder(encoders_dir / "bad", licence=None)
    with pytest.raises(CommandError, match=r"'bad' is refused: .* lacks licence"):
        call_command("spaces", "create", "bad")
    listed = io.StringIO()
    call_command("encoders", "list", stdout=listed)
    assert "bad: refused. " in listed.getvalue()
    assert "hog: 1764 numbers, needs no weights" in listed.getvalue()
    with pytest.raises(CommandError, match="Unknown encoder 'nothing'"):
        call_command("encoders", "check", "nothing")


def test_the_command_checks_it(encoders_dir: Path) -> None:
    write_encoder(encoders_dir / "tiny")
    said = io.StringIO()
    call_command("encoders", "check", "tiny", stdout=said)
    assert "tiny: batch equals single: passed" in said.getvalue()
    write_encoder(encoders_dir / "tiny", kernel=float("nan"))
    with pytest.raises(CommandError, match="Not every check"):
        call_command("encoders", "check", "tiny", stdout=said)
    assert "tiny: runs: " in said.getvalue()


def test_its_vectors_travel_to_a_shop_that_has_it_too(
    encoders_dir: Path, make_product, embed, tmp_path: Path
) -> None:
    path = write_encoder(encoders_dir / "tiny")
    make_product("red", "blue")
    space = create_space("tiny+lab_color")
    embed()
    file = tmp_path / "tiny.vitrine"
    call_command("export_embeddings", file, stdout=io.StringIO())
    space.embeddings.all().delete()
    said = io.StringIO()
    call_command("import_embeddings", file, stdout=said)
    assert "2 stored" in said.getvalue()

    for each in path.parent.iterdir():
        each.unlink()
    with pytest.raises(CommandError, match="cannot be used here: Unknown encoder 'tiny'"):
        call_command("import_embeddings", file, stdout=said)


def test_a_small_one_is_fitted_to_no_more_numbers_than_it_gives(encoders_dir: Path) -> None:
    write_encoder(encoders_dir / "tiny")
    assert fitted_recipe("tiny+lab_color").startswith("tiny:pca24*0.75")
