"""What a shop declares of its own encoder is taken, or refused with what to mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embeddings.pipeline import find_weights, get_encoder, known_encoders, parse_recipe, plugins
from embeddings.pipeline.plugins.errors import SENTENCES
from tests.builders.onnx_encoder import write_encoder


def refusal(name: str):
    """Why what stands in the folder of that name is refused."""
    return plugins.get().look().refused[name]


def test_a_declared_encoder_is_one_like_any_other(encoders_dir: Path) -> None:
    path = write_encoder(encoders_dir / "ours", source="https://example.org/tiny")
    facts = get_encoder("tiny")
    assert (facts.dimensions, facts.is_network, facts.poolings, facts.block) == (
        *(24, True, (), "visual"),
    )
    file = find_weights("tiny", folders=[])
    assert (file.path, file.licence, file.source) == (path, "CC0-1.0", "https://example.org/tiny")
    tiny, colour = parse_recipe("tiny:32*0.7+lab_color*0.3")
    assert (tiny.encoder, tiny.pooling, tiny.weight, colour.encoder) == (
        "tiny",
        "",
        0.7,
        "lab_color",
    )
    assert parse_recipe("tiny:pca8+hog")[0].projection is not None


def test_the_folder_itself_may_be_the_encoders(encoders_dir: Path) -> None:
    write_encoder(encoders_dir)
    assert "tiny" in known_encoders()


def test_an_encoder_comes_and_goes_without_a_new_start(encoders_dir: Path) -> None:
    assert "tiny" not in known_encoders()
    write_encoder(encoders_dir / "tiny")
    assert get_encoder("tiny").dimensions == 24
    (encoders_dir / "tiny" / "encoder.json").unlink()
    with pytest.raises(ValueError, match="Unknown encoder 'tiny'"):
        get_encoder("tiny")


def test_a_model_may_come_after_what_declares_it(encoders_dir: Path, tmp_path: Path) -> None:
    path = write_encoder(encoders_dir / "tiny")
    path.rename(tmp_path / path.name)
    assert refusal("tiny").code == "file_missing"
    (tmp_path / path.name).rename(path)
    assert get_encoder("tiny").dimensions == 24


def test_no_folder_no_encoders(settings, tmp_path: Path) -> None:
    settings.VITRINE_ENCODERS_DIR = str(tmp_path / "absent")
    assert "resnet50" in known_encoders()


@pytest.mark.parametrize(
    ("declared", "code", "said"),
    [
        ({"licence": None}, "keys_missing", "lacks licence"),
        ({"sha256": None, "mean": None}, "keys_missing", "lacks mean, sha256"),
        ({"code": "evil.py"}, "keys_unknown", "unknown keys code"),
        ({"licence": " "}, "value_invalid", "licence must be named"),
        ({"name": "Our Net"}, "value_invalid", "name must be up to 40"),
        ({"name": ["a"]}, "value_invalid", "name must be up to 40"),
        ({"name": "resnet50"}, "name_taken", "'resnet50' is taken"),
        ({"sha256": "abc"}, "value_invalid", "64 hex digits"),
        ({"dimensions": 0}, "value_invalid", "1 to 8192"),
        ({"dimensions": True}, "value_invalid", "1 to 8192"),
        ({"dimensions": "24"}, "value_invalid", "1 to 8192"),
        ({"size": 99_999}, "value_invalid", "16 to 1024"),
        ({"resize": 16}, "value_invalid", r"size \(32\) or more"),
        ({"interpolation": "nearest"}, "value_invalid", "bilinear or bicubic"),
        ({"mean": [0.5, 0.5]}, "value_invalid", "three numbers"),
        ({"mean": 0.5}, "value_invalid", "three numbers"),
        ({"std": [0, 1, 1]}, "value_invalid", "three numbers"),
        ({"mean": [float("nan")] * 3}, "value_invalid", "three numbers"),
        ({"file": "../model.onnx"}, "outside", "leads out of the folder"),
        ({"file": "/etc/passwd"}, "outside", "leads out of the folder"),
        ({"file": "other.onnx"}, "file_missing", "no file 'other.onnx'"),
        ({"file": 3}, "value_invalid", "file must be a file's name"),
        ({"timm": "hf-hub:org/model"}, "value_invalid", "plain name of one of timm's"),
        ({"timm": "local-dir:/tmp/x"}, "value_invalid", "plain name of one of timm's"),
        ({"loader": "os:system"}, "keys_unknown", "unknown keys loader"),
    ],
    ids=str,
)
def test_a_bad_declaration_is_refused_in_words(encoders_dir: Path, declared, code, said) -> None:
    write_encoder(encoders_dir / "bad", **declared)
    error = refusal("bad")
    assert error.code == code
    assert code in SENTENCES
    with pytest.raises(ValueError, match=said):
        raise error
    assert "tiny" not in known_encoders()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "[" * 5_000, '{"name": "x"} x', " " * 200_000]
)
def test_what_is_no_declaration_is_refused(encoders_dir: Path, text) -> None:
    (encoders_dir / "bad").mkdir()
    (encoders_dir / "bad" / "encoder.json").write_text(text)
    assert refusal("bad").code == "unreadable"


def test_a_link_out_of_the_folder_is_refused(encoders_dir: Path, tmp_path: Path) -> None:
    path = write_encoder(encoders_dir / "bad")
    path.rename(tmp_path / "elsewhere.onnx")
    path.symlink_to(tmp_path / "elsewhere.onnx")
    assert refusal("bad").code == "outside"


def test_one_bad_encoder_does_not_take_the_others_along(encoders_dir: Path) -> None:
    write_encoder(encoders_dir / "bad", name="bad", licence=None)
    write_encoder(encoders_dir / "good")
    write_encoder(encoders_dir / "twice")
    assert "tiny" in known_encoders()
    assert refusal("twice").code == "name_taken"
    with pytest.raises(ValueError, match=r"'bad' is refused: .* lacks licence"):
        get_encoder("bad")


def test_a_declaration_may_change_under_a_running_shop(encoders_dir: Path) -> None:
    write_encoder(encoders_dir / "tiny")
    assert get_encoder("tiny").dimensions == 24
    write_encoder(encoders_dir / "tiny", outputs=48)
    assert get_encoder("tiny").dimensions == 48
    assert json.loads((encoders_dir / "tiny" / "encoder.json").read_text())["dimensions"] == 48
