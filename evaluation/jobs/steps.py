"""What a worker does for each kind of work; each gives back a report that the page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from embeddings.pipeline import WeightsMissingError, WeightsRefusedError
from embeddings.queue.wake import wake_workers
from embeddings.spaces.lifecycle import SpaceRefusedError, create_space
from evaluation.comparison.compare import compare_spaces
from evaluation.comparison.table import describe_comparison
from evaluation.jobs.models import SpaceJob
from evaluation.measured import NotEnoughError
from evaluation.tuning.table import describe_tuning
from evaluation.tuning.tune import tune_space

Tell = Callable[[str], object]
Report = dict[str, Any]

REFUSALS = (
    SpaceRefusedError,
    WeightsMissingError,
    WeightsRefusedError,
    NotEnoughError,
    ValueError,
)
"""What says in a sentence why something cannot be done."""


def create(job: SpaceJob, tell: Tell) -> Report:
    tell(_("looking for the weights, and learning what the recipe projects"))
    space = create_space(job.recipe, activate_when_built=job.activates)
    job.space = space
    job.save(update_fields=["space"])
    wake_workers(even_if_sent=True)
    return {"lines": []}


def tune(job: SpaceJob, tell: Tell) -> Report:
    if job.space is None:
        raise ValueError(_("The space is gone."))
    tuning = tune_space(
        job.space, tell=lambda recipe: tell(_("trying %(recipe)s") % {"recipe": recipe})
    )
    lines = list(describe_tuning(tuning.report))
    return {"lines": lines, "recipe": tuning.recipe if tuning.is_gain else ""}


def compare(job: SpaceJob, tell: Tell) -> Report:
    if job.space is None or job.other is None:
        raise ValueError(_("One of the spaces is gone."))
    return {"lines": list(describe_comparison(compare_spaces(job.space, job.other, tell=tell)))}


STEPS: dict[str, Callable[[SpaceJob, Tell], Report]] = {
    SpaceJob.Kind.CREATE: create,
    SpaceJob.Kind.TUNE: tune,
    SpaceJob.Kind.COMPARE: compare,
}
