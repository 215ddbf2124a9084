"""What the production image takes in: COPY and .dockerignore, as docker reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def image_files(root: Path = ROOT) -> list[Path]:
    """The files of the working tree that `COPY . .` puts into the image, as paths below it."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", (root / "Dockerfile").read_text(), re.M)
    copied = [source for line in lines for source in line.split()]
    rules = read_rules((root / ".dockerignore").read_text())
    files = set(_walk(root, rules))
    return sorted(file for file in files if any(_is_copied(file, source) for source in copied))


def read_rules(text: str) -> list[tuple[bool, re.Pattern[str]]]:
    """The lines of a .dockerignore: whether each takes out (or back in), and what it matches."""
    rules = []
    for line in text.splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            pattern = line.removeprefix("!").strip("/")
            rules.append((not line.startswith("!"), re.compile(_expression(pattern))))
    return rules


def is_ignored(name: str, rules: list[tuple[bool, re.Pattern[str]]]) -> bool:
    """Whether a path is left out: the last rule decides that matches it or a folder above it."""
    parts = name.split("/")
    ignored = False
    for takes_out, pattern in rules:
        if any(pattern.fullmatch("/".join(parts[:end])) for end in range(1, len(parts) + 1)):
            ignored = takes_out
    return ignored


def _walk(root: Path, rules: list[tuple[bool, re.Pattern[str]]]) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        below = Path(folder).relative_to(root)
        # No rule of ours takes anything back in, so that nothing is missed in an ignored folder.
        folders[:] = [name for name in folders if not is_ignored((below / name).as_posix(), rules)]
        for name in files:
            if not is_ignored((below / name).as_posix(), rules):
                yield below / name


def _is_copied(file: Path, source: str) -> bool:
    return source == "." or file.as_posix() == source or file.as_posix().startswith(f"{source}/")


def _expression(pattern: str) -> str:
    """Go's filepath.Match with docker's `**`, which stands for any number of folders."""
    expression = ""
    for part in re.split(r"(\*\*/|\*\*|\*|\?)", pattern):
        known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        expression += known.get(part, re.escape(part))
    return expression
