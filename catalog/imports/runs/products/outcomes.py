"""What became of a row, kept in step with the counts of its run."""

from __future__ import annotations

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.products.compare import Comparison, Outcome


def settle(run: ImportRun, row: ImportRow, found: Comparison) -> None:
    """Note in a row what was done of it."""
    if found.outcome == Outcome.REFUSED:
        count_as(run, row, Outcome.REFUSED)
        row.problems = [each.as_json() for each in found.problems]
        row.pictures_pending, row.changes = False, {}
        return
    # Pictures are looked at afterwards, whatever was expected of them.
    found.changes.pop("pictures", None)
    outcome = found.outcome
    if outcome == Outcome.CHANGED and not found.changes:
        outcome = Outcome.UNCHANGED
    count_as(run, row, outcome)
    row.product, row.changes = found.product, found.changes
    row.notices = list(dict.fromkeys([*row.notices, *found.notices]))
    row.is_applied = True


def count_as(run: ImportRun, row: ImportRow, outcome: str) -> None:
    """Give a row another outcome, and keep the run's counts in step."""
    if row.outcome != outcome:
        run.counts[row.outcome] = run.counts.get(row.outcome, 0) - 1
        run.counts[outcome] = run.counts.get(outcome, 0) + 1
        row.outcome = outcome
