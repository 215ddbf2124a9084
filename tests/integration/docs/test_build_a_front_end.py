"""docs/howto/build-a-front-end.md does what it says; clients/typescript is what the schema says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.schema import build_schema
from catalog.models import ProductImage
from embeddings.photos import store as photos
from embeddings.photos import vector as photo_vectors
from tests.fixtures.real_data import skip_or_fail
from tests.photo_looks import told_of

ROOT = Path(__file__).resolve().parents[3]
CLIENT = ROOT / "clients" / "typescript"
PAGE = (ROOT / "docs" / "howto" / "build-a-front-end.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def run(*command: str, cwd: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=seconds)


def read_all(said: str) -> list[Any]:
    """Answers in JSON that stand one after the other."""
    values, end = [], 0
    while end < len(said.rstrip()):
        value, end = json.JSONDecoder().raw_decode(said, end)
        values.append(value)
    return values


@pytest.fixture(scope="module")
def npx() -> Callable[..., str]:
    """Run a program of the client's packages; skips where they cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        skip_or_fail("no Node.js with npm on this machine")
    if not (CLIENT / "node_modules" / ".package-lock.json").exists():
        got = run("npm", "ci", "--no-audit", "--no-fund", cwd=CLIENT, seconds=180)
        if got.returncode:
            skip_or_fail(f"npm ci in {CLIENT} failed: {got.stderr[-200:]}")

    def program(name: str, *arguments: str) -> str:
        ran = run(str(CLIENT / "node_modules" / ".bin" / name), *arguments, cwd=CLIENT)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    return program


@pytest.fixture
def shop(live_server, make_product, plain_space, embed, monkeypatch: pytest.MonkeyPatch) -> str:
    """A shop of three products, in which every photo looks like the first; its address."""
    for colour in ("red", "crimson", "blue"):
        make_product(colour, brand="Ada", attributes={"colour": colour})
    embed()
    vector = ProductImage.objects.order_by("pk")[0].embeddings.get().vector

    def look(client, photo, space, region):
        told = told_of(vector)
        client.hset(photos.photo_key(photo), photo_vectors._field(space.pk, region), told)
        return told

    monkeypatch.setattr(photo_vectors, "_ask_worker", look)
    return str(live_server.url)


def test_the_commands_of_the_page_do_what_they_say(
    shop: str, tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    (tmp_path / "photo.jpg").write_bytes(picture("red"))
    script = "\n".join(code for language, code in BLOCKS if language == "sh")
    assert "H=http://127.0.0.1:8000/api/v1" in script

    ran = run(
        "bash",
        *("-e", "-o", "pipefail", "-c"),
        script.replace("http://127.0.0.1:8000", shop),
        cwd=tmp_path,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    *answers, not_changed = read_all(ran.stdout)
    assert not_changed == 304
    suggested, found, product, similar, others, batch, more, photo, page = answers
    assert [each["slug"] for each in suggested["products"]]
    assert [each["slug"] for each in found["results"]] == ["product-1"]
    assert product["slug"] == "product-1"
    assert similar["results"][0]["product"]["slug"] == "product-2"
    assert others["results"] == []
    assert batch["results"][0]["answer"]["results"] == similar["results"]
    assert more["results"][0]["product"]["slug"] == "product-2"
    assert photo["results"][0]["product"]["slug"] == "product-1"
    assert [each["slug"] for each in page["results"]] == ["product-3"]


def test_the_page_in_typescript_compiles_and_runs(
    shop: str, npx, tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    (code,) = [code for language, code in BLOCKS if language == "ts"]
    shutil.copytree(CLIENT / "src", tmp_path / "src")
    (tmp_path / "src" / "page.ts").write_text(code)
    (tmp_path / "node_modules").symlink_to(CLIENT / "node_modules")
    for name in ("package.json", "tsconfig.json"):
        shutil.copy(CLIENT / name, tmp_path)
    # The page reads a file, which takes Node's own types; a front-end has none to read.
    (tmp_path / "src" / "node.d.ts").write_text(
        'declare module "node:fs/promises" { export function readFile(path: string): '
        "Promise<Uint8Array<ArrayBuffer>>; }\ndeclare const process: { argv: string[] };\n"
    )
    (tmp_path / "photo.jpg").write_bytes(picture("red"))

    npx("tsc", "--project", str(tmp_path))
    ran = run("node", "dist/page.js", shop, "product-1", "photo.jpg", cwd=tmp_path)

    assert ran.returncode == 0, ran.stderr
    first, *similar, photo = ran.stdout.splitlines()
    assert first.startswith("Product 1 €")
    assert similar[0].startswith("similar: Product 2 ")
    assert photo.startswith("photo: Product 1, ")


def test_the_client_is_what_the_schema_says_today(npx, tmp_path: Path) -> None:
    schema, made = tmp_path / "schema.json", tmp_path / "schema.ts"
    schema.write_text(json.dumps(build_schema()))

    npx("openapi-typescript", str(schema), "--output", str(made))

    assert made.read_text() == (CLIENT / "src" / "schema.ts").read_text(), (
        "python manage.py spectacular --format openapi-json > /tmp/schema.json, then "
        "SCHEMA=/tmp/schema.json npm run generate in clients/typescript"
    )
