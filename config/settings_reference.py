"""The tables of docs/reference/settings.md: `python -m config.settings_reference` writes them anew.

One source for what is read and what is documented: config.env and the apps' conf.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from config.env import APPS, BASE_DIR, VARIABLES
from infra.conf import Knob, knobs_of, show

DOCUMENT = BASE_DIR / "docs" / "reference" / "settings.md"
_BETWEEN = re.compile(r"(<!-- begin: (?P<name>\w+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)


def environment_table() -> Iterator[str]:
    """The variables that say where a shop runs."""
    yield "| variable | default | meaning |"
    yield "| --- | --- | --- |"
    for name, variable in VARIABLES.items():
        yield f"| `{name}` | {variable.default} | {variable.help} |"


def knob_tables() -> Iterator[str]:
    """What each app lets a shop turn, a table for each app."""
    for title, conf in APPS.items():
        yield f"### {title}"
        yield ""
        yield "| variable | default | unit | meaning |"
        yield "| --- | --- | --- | --- |"
        for knob in knobs_of(conf):
            yield f"| `{knob.name}` | `{show(knob.default)}` | {knob.unit} | {_meaning(knob)} |"
        yield ""


def _meaning(knob: Knob[Any]) -> str:
    low, high = knob.at_least, knob.at_most
    if low is None and high is None:
        return knob.help
    bounds = [f"from {low:g}"] if low is not None else []
    bounds += [f"to {high:g}"] if high is not None else []
    return f"{knob.help} ({' '.join(bounds)})"


def fill_in(document: str) -> str:
    """The document with its tables as the code has them."""
    tables = {"environment": environment_table, "apps": knob_tables}

    def table(found: re.Match[str]) -> str:
        return found[1] + "\n".join(tables[found["name"]]()).rstrip() + "\n" + found[3]

    return _BETWEEN.sub(table, document)


if __name__ == "__main__":
    DOCUMENT.write_text(fill_in(DOCUMENT.read_text()))
