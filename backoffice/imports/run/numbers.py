"""How many products and pictures an import is about, each number leading to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from catalog.imports.models import ImportRow, ImportRun

Outcome = ImportRow.Outcome

OUTCOMES = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED, Outcome.PASSED_OVER)
_OTHERS = {
    "categories_new": gettext_lazy("new categories"),
    "leaving": gettext_lazy("left the feed"),
    "pictures_added": gettext_lazy("pictures added"),
    "pictures_replaced": gettext_lazy("pictures replaced"),
    "pictures_removed": gettext_lazy("pictures taken away"),
    "pictures_refused": gettext_lazy("pictures refused"),
    "undone": gettext_lazy("undone"),
    "not_undone": gettext_lazy("not undone"),
}
_ROWS_OF = {"pictures_refused": "problems", "not_undone": "not_undone"}


@dataclass(frozen=True, slots=True)
class Number:
    """One figure of a run."""

    name: str
    label: str
    count: int
    address: str
    """Of the rows that it counts; empty where these are no longer kept or not listed apart."""


def numbers(run: ImportRun) -> list[Number]:
    """The outcomes of rows, all five once the file was checked, and whatever else was counted."""
    return [*_outcomes(run), *_others(run)]


def sentence(run: ImportRun) -> str:
    """The same in a line: 3 new, 1 refused."""
    told = [f"{each.count:,} {each.label}" for each in _outcomes(run) if each.count]
    return ", ".join(told)


def rows_address(run: ImportRun, shown: str) -> str:
    return reverse("admin:catalog_importrun_rows", args=[run.pk], query={"show": shown})


def _outcomes(run: ImportRun) -> Iterator[Number]:
    if not any(outcome.value in run.counts for outcome in OUTCOMES):
        return
    for outcome in OUTCOMES:
        count = run.counts.get(outcome.value, 0)
        address = rows_address(run, outcome.value) if count and run.file else ""
        yield Number(outcome.value, str(outcome.label), count, address)


def _others(run: ImportRun) -> Iterator[Number]:
    for name, label in _OTHERS.items():
        if count := run.counts.get(name, 0):
            shown = _ROWS_OF.get(name) if run.file else None
            yield Number(name, str(label), count, rows_address(run, shown) if shown else "")
