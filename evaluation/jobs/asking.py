"""Work is asked for and taken back; what makes no sense is refused before a worker is troubled."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import parse_recipe, write_recipe
from embeddings.spaces.creation import MAX_RECIPE_CHARACTERS
from evaluation.jobs.models import OPEN_STATES, JobKind, SpaceJob
from infra.publisher import send
from infra.refusals import RefusedError

TASK = "evaluation.tasks.work_on_spaces"
WAKE_UP_SECONDS = 60

Kind, State = SpaceJob.Kind, SpaceJob.State


class JobRefusedError(RefusedError):
    """Codes: recipe_invalid, same_space, not_in_use, not_open, no_space; of `change_now`: is_live,
    moved_on, not_possible."""


def ask(
    kind: JobKind,
    *,
    user: User | None,
    space: EmbeddingSpace | None = None,
    other: EmbeddingSpace | None = None,
    recipe: str = "",
    activates: bool = False,
) -> tuple[SpaceJob, bool]:
    """The row of what was asked for, and whether it is new: two clicks, or two people, make one."""
    if kind == Kind.CREATE:
        recipe = _checked(recipe)
    else:
        _check_spaces(kind, space, other)
    about = [recipe, *(str(each.pk) for each in (space, other) if each)]
    job = SpaceJob(
        kind=kind,
        space=space,
        other=other,
        recipe=recipe,
        activates=activates,
        asked_for=":".join([kind, *filter(None, about)]),
        user=user,
    )
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        under_way = SpaceJob.objects.filter(asked_for=job.asked_for, state__in=OPEN_STATES)
        if found := under_way.first():
            return found, False
        raise
    transaction.on_commit(wake, robust=True)
    return job, True


def cancel(job: SpaceJob) -> None:
    """Raises JobRefusedError for what has ended."""
    with transaction.atomic():
        locked = SpaceJob.objects.select_for_update().get(pk=job.pk)
        if not locked.is_open:
            raise JobRefusedError(
                "not_open", _("It has ended already: %(state)s."), state=locked.get_state_display()
            )
        locked.is_cancelled = True
        if locked.state == State.WAITING:
            locked.state, locked.finished_at = State.CANCELLED, timezone.now()
        locked.save(update_fields=["is_cancelled", "state", "finished_at"])
    job.refresh_from_db()


def wake() -> None:
    """Say that there is work; lost, the next look after the spaces says it again."""
    send(TASK, expires_seconds=WAKE_UP_SECONDS)


def _checked(recipe: str) -> str:
    try:
        written = write_recipe(parse_recipe(recipe.strip()))
    except ValueError as error:
        raise JobRefusedError("recipe_invalid", "%(why)s", why=str(error)) from error
    if len(written) > MAX_RECIPE_CHARACTERS:
        raise JobRefusedError(
            "recipe_invalid",
            _("A recipe has at most %(most)s characters."),
            most=MAX_RECIPE_CHARACTERS,
        )
    return written


def _check_spaces(
    kind: JobKind, space: EmbeddingSpace | None, other: EmbeddingSpace | None
) -> None:
    named = [space, other] if kind == Kind.COMPARE else [space]
    if any(each is None for each in named):
        raise JobRefusedError("no_space", _("Choose a space."))
    if kind == Kind.COMPARE and space == other:
        raise JobRefusedError("same_space", _("Choose two different spaces."))
    for each in named:
        if each is not None and each.state == EmbeddingSpace.State.RETIRED:
            raise JobRefusedError("not_in_use", _("%(space)s was given up."), space=each)
