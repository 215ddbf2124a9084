"""Which spaces were fitted by themselves on a shop's catalogue, and how another one begins.

What is worth fitting is decided above (evaluation/fitting), by grades.
"""

from __future__ import annotations

from typing import get_args

from django.dispatch import Signal

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import RecipePart, parse_recipe
from embeddings.pipeline.recipes.fitted import Teacher, fit_parts, is_plain
from embeddings.spaces.creation import begin_on_features_of
from embeddings.spaces.lifecycle import give_up

State = EmbeddingSpace.State

spaces_tended = Signal()
"""Sent when the spaces have been looked after: time to see whether the live one can be fitted.

`go_on` says whether there is time left for another piece of work.
"""

Kind = tuple[tuple[object, ...], ...]


def is_fitted_from(space: EmbeddingSpace, recipe: str) -> bool:
    """Whether a space is what a plain recipe became by itself."""
    if not recipe or not is_plain(recipe):
        return False
    parts = parse_recipe(recipe)
    kinds = (_kind(fit_parts(parts, teacher=teacher)) for teacher in get_args(Teacher))
    return _kind(parse_recipe(space.recipe)) in kinds


def find_plain_recipe(space: EmbeddingSpace) -> str:
    """The plain recipe that a space has, or that it was fitted from; empty if somebody chose it."""
    if is_plain(space.recipe):
        return space.recipe
    alike = EmbeddingSpace.objects.filter(features_key=space.features_key)
    plain = (recipe for recipe in alike.values_list("recipe", flat=True) if is_plain(recipe))
    return next((recipe for recipe in plain if is_fitted_from(space, recipe)), "")


def is_followed(space: EmbeddingSpace) -> bool:
    """Whether another space was fitted on the same features after this one.

    It takes over soon; or somebody has gone back from it, or retired it, and means to keep this
    one; or somebody chose a projection of these features, and decides on it.
    """
    later = EmbeddingSpace.objects.filter(features_key=space.features_key, pk__gt=space.pk)
    recipes = later.values_list("recipe", flat=True)
    return any(part.projection for recipe in recipes for part in parse_recipe(recipe))


def begin_fitted(live: EmbeddingSpace, recipe: str, *, plain: str) -> EmbeddingSpace:
    """Begin a space fitted on the live one's features, which takes over once it is built.

    No network looks at a picture again. Raises ValueError where nothing can be learnt, StoppedError
    where the worker is to stop between two projections.
    """
    return begin_on_features_of(
        live, recipe, name=f"{plain} (fitted)", activate_when_built=True, anew=True
    )


def retire_superseded(live: EmbeddingSpace, *, plain: str) -> None:
    """Give up what was fitted before, all but the last: that one is the way back."""
    before = EmbeddingSpace.objects.filter(
        features_key=live.features_key, state=State.READY, activated_at__isnull=False
    )
    fitted = [
        space
        for space in before.filter(pk__lt=live.pk).order_by("-activated_at")
        if is_fitted_from(space, plain)
    ]
    for space in fitted[1:]:
        give_up(space)


def _kind(parts: tuple[RecipePart, ...]) -> Kind:
    """What parts are but for how many dimensions they keep, which goes by a shop's size."""
    return tuple(
        (
            *(part.encoder, part.pooling, part.preprocessing, part.weight),
            part.projection and (part.projection.whitening, part.projection.within),
        )
        for part in parts
    )
