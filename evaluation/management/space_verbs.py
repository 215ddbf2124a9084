"""What `manage.py spaces` does with grades: compare, tune and fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from embeddings.queue.wake import wake_workers
from embeddings.spaces.lifecycle import create_space
from evaluation.comparison.compare import compare_spaces
from evaluation.comparison.table import describe_comparison
from evaluation.fitting.description import describe_fitting
from evaluation.fitting.fit_live_space import fit_live_space
from evaluation.management.find_space import find_space
from evaluation.measured import NotEnoughError
from evaluation.tuning.table import describe_tuning
from evaluation.tuning.tune import tune_space


def add_verbs(verbs: Any) -> None:
    """Add compare, tune and fit to the verbs of the command."""
    compare = verbs.add_parser("compare", help="two spaces side by side")
    compare.add_argument("first")
    compare.add_argument("second")
    tune = verbs.add_parser("tune", help="let grades choose projection and weights")
    tune.add_argument("--space", help="its name; otherwise the live one")
    tune.add_argument(
        "--activate", action="store_true", help="let what is better go live once it is built"
    )
    verbs.add_parser("fit", help="fit the live space to the catalogue now, if grades say so")
    for verb in (compare, tune):
        verb.add_argument("--json", action="store_true", help="for programs")


def compare(command: BaseCommand, options: dict[str, Any]) -> None:
    """Write two spaces side by side."""
    spaces = [find_space(options[name]) for name in ("first", "second")]
    _write(command, options, compare_spaces(*spaces), describe_comparison)


def tune(command: BaseCommand, options: dict[str, Any]) -> None:
    """Try other recipes for a space, and begin the best one if it is really better."""
    space = find_space(options["space"])
    try:
        tuning = tune_space(space, tell=lambda recipe: command.stderr.write(f"trying {recipe}"))
    except NotEnoughError as reason:
        raise CommandError(f"Nothing was tuned. {reason}") from None
    report = tuning.report
    if tuning.is_gain:
        created = create_space(tuning.recipe, activate_when_built=options["activate"])
        wake_workers(even_if_sent=True)
        report["created"] = created.name
    _write(command, options, report, describe_tuning)


def fit(command: BaseCommand) -> None:
    """Try at once what is otherwise tried as the catalogue grows; say what came of it."""
    live = find_space(None)
    begun = fit_live_space(now=True)
    live.refresh_from_db()
    for line in describe_fitting(live):
        command.stdout.write(line)
    if begun is None:
        command.stdout.write(f"{live.name} stays as it is.")
        return
    wake_workers(even_if_sent=True)
    command.stdout.write(f"{begun.name} ({begun.recipe}) takes over once it is built.")


def _write(
    command: BaseCommand,
    options: dict[str, Any],
    found: dict[str, Any],
    describe: Callable[[dict[str, Any]], Iterator[str]],
) -> None:
    for line in [json.dumps(found, indent=1)] if options["json"] else describe(found):
        command.stdout.write(line)
