"""What must hold for the whole house, whatever room a change is in."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from config import settings_reference
from config.env import KNOBS, VARIABLES
from tests.compose import production_environment

ROOT = Path(settings.BASE_DIR)
MAX_LINES = 300
MAX_MEDIAN_LINES = 60
MAX_MODULES = 12
NOT_THE_APPLICATION = {"tests", "docs", "migrations"}
LOCK = ROOT / "requirements.lock"


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def application_files() -> list[Path]:
    """Python files that hold code, without tests, scripts of the documents and migrations."""
    return [
        path
        for path in tracked("*.py")
        if not NOT_THE_APPLICATION & set(path.relative_to(ROOT).parts) and path.stat().st_size
    ]


def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environ},
        capture_output=True,
        text=True,
    )


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    call_command("makemigrations", "--check", "--dry-run")


def test_migrations_name_nothing_that_is_not_there() -> None:
    """They run on a shop with products, which no test of an empty database does."""
    files = map(str, tracked("*/migrations/*.py"))
    done = run("-m", "ruff", "check", "--isolated", "--no-cache", "--select=F", *files)
    assert done.returncode == 0, done.stdout


def test_imports_go_down_the_house() -> None:
    done = run("-c", "from importlinter.cli import lint_imports_command as c; c()")
    assert done.returncode == 0, done.stdout


def test_production_settings_pass_djangos_deployment_checks() -> None:
    done = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", **production_environment()
    )
    assert done.returncode == 0, done.stderr


def test_the_settings_are_documented_as_the_code_has_them() -> None:
    document = settings_reference.DOCUMENT.read_text()
    assert document == settings_reference.fill_in(document), "python -m config.settings_reference"
    assert all(f"`{name}`" in document for name in VARIABLES.keys() | KNOBS.keys())


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt"]
)
def test_every_dependency_is_pinned_and_has_its_reason(name) -> None:
    lines = (ROOT / name).read_text().splitlines()
    named = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert named
    assert [line for line in named if not re.match(r"\S+==\S+(?: ;[^#]+)?\s+# \w", line)] == []


def test_the_lock_holds_what_production_requires_with_hashes() -> None:
    hashed = re.findall(r"^(\S+)==(\S+)(?: ;.*)? \\\n    --hash=", LOCK.read_text(), re.M)
    assert len(hashed) == len(re.findall(r"^[a-z].*==", LOCK.read_text(), re.M))
    locked = dict(hashed)
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if found := re.match(r"([a-z0-9-]+)(?:\[\w+\])?==(\S+)", line):
            assert locked[found[1]] == found[2], "make lock"


def test_no_room_has_outgrown_itself() -> None:
    sizes = {path: path.read_text().count("\n") for path in tracked("*.py")}
    assert {p: n for p, n in sizes.items() if n > MAX_LINES and "migrations" not in p.parts} == {}


def test_half_of_the_files_are_read_in_a_minute() -> None:
    sizes = [path.read_text().count("\n") for path in application_files()]
    median = statistics.median(sizes)
    print(f"{len(sizes)} files of the application, median {median:g} lines, most {max(sizes)}")
    assert median < MAX_MEDIAN_LINES


def test_no_folder_holds_more_than_a_dozen_modules() -> None:
    modules = Counter(path.parent for path in application_files() if path.stem != "__init__")
    assert {str(p): n for p, n in modules.items() if n > MAX_MODULES} == {}


def test_the_readmes_commands_exist() -> None:
    named = re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text())
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M)
    assert {"demo", "test"} <= set(named) <= set(targets)


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in tracked("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
