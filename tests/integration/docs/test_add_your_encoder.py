"""docs/howto/add-your-encoder.md does what it says, from top to bottom."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import create_space, finish_built_spaces
from embeddings.worker.embed import drain

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "howto" / "add-your-encoder.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.django_db(transaction=True)


def run_python(code: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )


def run_command(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """A line of the page, in this process; what it wrote."""
    words = shlex.split(line)
    assert words[:2] == ["python", "manage.py"], line
    # The test is the worker that `--wait` would wait for.
    call_command(*[word for word in words[2:] if word != "--wait"])
    while drain(token="page"):
        pass
    EmbeddingSpace.objects.filter(state="building").update(state="ready")
    finish_built_spaces()
    return capsys.readouterr().out


def test_the_page_does_what_it_says(
    tmp_path: Path, settings, monkeypatch, make_product, capsys
) -> None:
    for number in range(6):
        shape = "rectangle" if number % 2 else "ellipse"
        make_product(f"hsl({number * 60}, 80%, 45%)", f"hsl({number * 60}, 60%, 65%)", shape=shape)
    create_space("hog+lab_color")
    drain(token="page")
    codes = [code for language, code in BLOCKS if language == "python"]
    lines = [line for language, code in BLOCKS if language == "sh" for line in code.splitlines()]
    setting, *commands = lines
    assert setting == "export VITRINE_ENCODERS_DIR=encoders"
    monkeypatch.chdir(tmp_path)
    settings.VITRINE_ENCODERS_DIR = str(tmp_path / "encoders")

    run_python("\n".join(codes[:2]), tmp_path)
    run_python(codes[2], tmp_path)
    said = {command: run_command(command, capsys) for command in commands}

    assert len(commands) == 7
    assert "patches: 32 numbers" in said["python manage.py encoders list"]
    assert "deterministic: passed" in said["python manage.py encoders check patches"]
    graded = next(text for command, text in said.items() if " grade " in command)
    assert "12 of 12 pictures, 6 products" in graded
    compared = next(text for command, text in said.items() if " compare " in command)
    assert "same product: " in compared
    assert "95 % interval" in compared
    assert "For this shop " in compared.splitlines()[-1]
    assert "patches+lab_color is live" in said["python manage.py spaces activate patches+lab_color"]
    assert EmbeddingSpace.objects.live().recipe == "hog+lab_color"


def test_every_key_that_the_page_explains_is_one() -> None:
    from embeddings.pipeline.plugins.values import KEYS

    explained = set(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)))
    )
    assert explained == set(KEYS)
