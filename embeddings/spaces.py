"""The life of a space: created building, filled by the workers, activated, rolled back."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from embeddings.encoders import weight_folders
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    WeightsFile,
    WeightsMissing,
    features_key,
    find_weights,
    networks_in,
    resolve_recipe,
)
from embeddings.queue import queue_missing

State = EmbeddingSpace.State


class NotBuilt(Exception):
    """The space cannot go live; the message says why."""


def obtain_weights(recipe: str) -> dict[str, WeightsFile]:
    """Find the weights a recipe needs, or download them with a progress bar on the console.

    Raises WeightsMissing or WeightsRefused, ValueError for a recipe that makes no sense.
    """
    found = {}
    for name in networks_in(recipe):
        try:
            found[name] = find_weights(name, folders=weight_folders())
        except WeightsMissing:
            _download(name)
            found[name] = find_weights(name, folders=weight_folders())
    return found


def _download(encoder: str) -> None:
    # In a process of its own: torch's downloader brings all of torch along.
    command = [sys.executable, "-m", "embeddings.pipeline.fetch_weights", encoder]
    command += ["--to", str(settings.VITRINE_DATA / "weights")]
    if settings.VITRINE_WEIGHTS_URL:
        command += ["--base-url", settings.VITRINE_WEIGHTS_URL]
    subprocess.run(command, cwd=settings.BASE_DIR, check=False)


def create_space(
    recipe: str, *, note: str = "", activate_when_built: bool = False
) -> EmbeddingSpace:
    """Begin a space made by a recipe and queue every picture in it; joins one already begun.

    The first space of a shop goes live at once: there is nothing that it could take away.
    Raises WeightsMissing or WeightsRefused, ValueError for a recipe that makes no sense.
    """
    weights = obtain_weights(recipe)
    components = resolve_recipe(recipe, {name: file.sha256 for name, file in weights.items()})
    described = [component.to_json() for component in components]
    with transaction.atomic():
        space = EmbeddingSpace.objects.active().filter(components=described).first()
        if space is None:
            first = EmbeddingSpace.objects.live() is None
            space = EmbeddingSpace.objects.create(
                name=free_name(recipe),
                recipe=recipe,
                components=described,
                features_key=features_key(components),
                dimensions=sum(component.dimensions for component in components),
                state=State.LIVE if first else State.BUILDING,
                activated_at=timezone.now() if first else None,
                activates_when_built=activate_when_built,
                note=note,
            )
        queue_missing()
    return space


def free_name(recipe: str) -> str:
    number = EmbeddingSpace.objects.filter(recipe=recipe).count() + 1
    return recipe if number == 1 else f"{recipe} ({number})"


def activate(space: EmbeddingSpace) -> None:
    """Let shoppers see this space's answers from the next request on; the old one is kept.

    Raises NotBuilt for a space that is still being built, or was retired.
    """
    with transaction.atomic():
        # The rows of both spaces, locked in one order: two activations at once follow each other.
        rows = {row.pk: row for row in EmbeddingSpace.objects.order_by("pk").select_for_update()}
        space.state = rows[space.pk].state
        if space.state not in (State.READY, State.LIVE):
            waiting = space.embeddings.pending().count()
            raise NotBuilt(f"{space} is {space.state}; {waiting} pictures wait to be embedded.")
        EmbeddingSpace.objects.filter(state=State.LIVE).update(state=State.READY)
        EmbeddingSpace.objects.filter(pk=space.pk).update(
            state=State.LIVE, activated_at=timezone.now(), activates_when_built=False
        )
    space.refresh_from_db()


def rollback() -> EmbeddingSpace:
    """Make the space live that was so before; raises NotBuilt when there is none."""
    before = EmbeddingSpace.objects.filter(state=State.READY, activated_at__isnull=False)
    space = before.order_by("-activated_at").first()
    if space is None:
        raise NotBuilt("No other space has been live before.")
    activate(space)
    return space


def finish_built_spaces() -> None:
    """Spaces in which no picture waits any more are ready; those that asked for it go live."""
    for space in EmbeddingSpace.objects.filter(state=State.BUILDING):
        if space.embeddings.pending().exists():
            continue
        EmbeddingSpace.objects.filter(pk=space.pk, state=State.BUILDING).update(state=State.READY)
        if space.activates_when_built:
            activate(space)
