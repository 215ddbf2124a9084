"""The documents: all of them can be found, and those about commands and decisions are complete."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
OURS = ("accounts", "catalog", "embeddings", "evaluation", "hygiene", "monitoring", "demo")
# What every command of Django takes.
STANDARD = set(argparse.ArgumentParser()._option_string_actions) | {
    *("--version", "--verbosity", "--settings", "--pythonpath", "--traceback"),
    *("--no-color", "--force-color", "--skip-checks"),
}


def links_of(document: Path) -> set[Path]:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    return {(document.parent / target).resolve() for target in targets}


def own_commands() -> list[str]:
    return [name for name, app in get_commands().items() if app in OURS]


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The long options of a command and of its verbs, and the verbs' names."""
    for action in parser._actions:
        yield from (name for name in action.option_strings if name.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for verb, inner in action.choices.items():
                yield verb
                yield from options_of(inner)


def test_every_document_is_found_from_the_index() -> None:
    found: set[Path] = set()
    to_read = [DOCS / "README.md"]
    while to_read:
        document = to_read.pop()
        if document in found:
            continue
        found.add(document)
        to_read += [each for each in links_of(document) if each.suffix == ".md"]
    assert set(DOCS.rglob("*.md")) - found == set()


def test_links_into_a_document_lead_to_one_of_its_headings() -> None:
    followed = 0
    for document in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target, anchor in re.findall(r"\]\(([^)#:]+)#([^)]+)\)", document.read_text()):
            text = (document.parent / target).read_text()
            headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
            assert anchor in anchors, (document.name, target, anchor)
            followed += 1
    assert followed > 3


def test_every_command_is_documented_with_its_options() -> None:
    document = (DOCS / "reference" / "commands.md").read_text()
    assert "spaces" in own_commands()
    for name in own_commands():
        command = load_command_class(get_commands()[name], name)
        rows = "\n".join(line for line in document.splitlines() if line.startswith(f"| `{name}"))
        assert rows, name
        # A command of verbs has a row for each of them.
        has_verbs = name in ("shards", "spaces", "vector_index")
        where = document if has_verbs else rows.replace(f"`{name} ", "`")
        options = set(options_of(command.create_parser("manage.py", name))) - STANDARD
        assert {option for option in options if f"`{option}" not in where} == set(), name


def test_no_command_is_documented_that_is_not_there() -> None:
    document = (DOCS / "reference" / "commands.md").read_text()
    first_table = document.partition("## `spaces`")[0]
    assert set(re.findall(r"^\| `(\w+)", first_table, re.MULTILINE)) == set(own_commands())


def test_decisions_have_numbers_of_their_own_and_stand_in_their_list() -> None:
    pages = sorted((DOCS / "adr").glob("0*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert len(numbers) == len(set(numbers))
    index = (DOCS / "adr" / "README.md").read_text()
    for page in pages:
        title, number = page.read_text().splitlines()[0], int(page.name[:4])
        assert title.startswith(f"# {number}. "), page.name
        assert f"| {number} | [{title.split('. ', 1)[1]}]({page.name}) |" in index, page.name


def test_the_rooms_that_contributing_sends_people_to_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    table = text.partition("## Copy this room")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([\w./]+/[\w./]*)`", table))
    assert len(named) > 5
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_make_targets_that_documents_name_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documents = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    # In backticks, or at the start of a line in a block of commands.
    written = re.compile(r"(?:`|^)make ([a-z]+(?:-[a-z]+)*)", re.MULTILINE)
    named = {name for document in documents for name in written.findall(document.read_text())}
    assert {"demo", "run", "test"} <= named
    assert named - targets == set()
