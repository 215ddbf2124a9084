"""Which embedding space the demo runs on: the wanted one, or one that needs no weights."""

from __future__ import annotations

from django.conf import settings

from demo.console import Console
from demo.refusal import DemoRefusedError
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsMissingError, WeightsRefusedError, networks_in, parse_recipe
from embeddings.spaces.ensure_weights import ensure_weights
from embeddings.spaces.fitting import is_fitted_from
from embeddings.spaces.lifecycle import create_space

WITHOUT_WEIGHTS = "hog+lab_color"
NOTE = (
    "Running without {networks} weights: similar items are found by shape and colour only "
    "({recipe}). {reason} Then start again."
)


def choose_space(console: Console) -> str:
    """Make sure that a space is live or on its way; what staff must know about it, if anything.

    Raises DemoRefusedError when VITRINE_ENCODER makes no sense.
    """
    recipe = settings.VITRINE_ENCODER
    try:
        parse_recipe(recipe)
    except ValueError as error:
        raise DemoRefusedError(f"VITRINE_ENCODER: {error}") from None
    if networks := networks_in(recipe):
        console.show(f"Looking for the weights of {', '.join(networks)} …")
    live = EmbeddingSpace.objects.live()
    try:
        if live is not None and is_fitted_from(live, recipe):
            ensure_weights(recipe)
            return live.note
        space = create_space(recipe, activate_when_built=True)
    except ValueError as error:  # a projection, while the shop has too few pictures for one
        raise DemoRefusedError(f"VITRINE_ENCODER: {error}") from None
    except (WeightsMissingError, WeightsRefusedError) as error:
        return _without_weights(recipe, reason=str(error))
    if space.state != EmbeddingSpace.State.LIVE:
        console.say(
            f"The weights are there now: {space} is built in the background, and takes over from "
            f"{EmbeddingSpace.objects.live()} when it is complete."
        )
    return ""


def _without_weights(recipe: str, *, reason: str) -> str:
    """Go on with what needs no weights, unless an earlier start had them; the note to show."""
    live = EmbeddingSpace.objects.live()
    if live is not None and networks_in(live.recipe):
        return f"{live} stays live, but new pictures cannot be embedded: {reason}"
    networks = ", ".join(networks_in(recipe))
    note = NOTE.format(networks=networks, recipe=WITHOUT_WEIGHTS, reason=reason)
    if live is None or not is_fitted_from(live, WITHOUT_WEIGHTS):
        live = create_space(WITHOUT_WEIGHTS, activate_when_built=True)
    EmbeddingSpace.objects.filter(pk=live.pk).update(note=note)
    return note
