"""Which embedding space the demo runs on: the wanted one, or one whose weights are installed."""

from __future__ import annotations

from django.conf import settings

from demo.console import Console
from demo.refusal import DemoRefusedError
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    WeightsMissingError,
    WeightsRefusedError,
    find_weights,
    networks_in,
    parse_recipe,
)
from embeddings.spaces.ensure_weights import ensure_weights
from embeddings.spaces.fitting import is_fitted_from
from embeddings.spaces.lifecycle import create_space
from embeddings.worker.encoder_cache import weight_folders

# In place of a recipe whose weights cannot be had, the first that can be made: a smaller network,
# installed with the shop, or else what needs no weights.
INSTEAD = {
    "efficientnet_lite0+lab_color": "a smaller network and colour",
    "hog+lab_color": "outlines and colour only",
}
NOTE = (
    "Running without {networks} weights: similar items are found by {means} ({recipe}). "
    "{reason} The demo takes them up as soon as they lie there."
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
        return _without_weights(console, recipe, reason=str(error))
    _say_on_its_way(console, space, why="The weights are there now")
    return ""


def _without_weights(console: Console, recipe: str, *, reason: str) -> str:
    """Go on with what can be made without them; the note to show."""
    live = EmbeddingSpace.objects.live()
    if live is not None and networks_in(live.recipe) not in map(networks_in, INSTEAD):
        if has_weights(live.recipe):
            return f"{live} stays live: {reason}"
        return f"{live} stays live, but new pictures cannot be embedded: {reason}"
    instead = next(filter(has_weights, INSTEAD))  # the last needs none
    networks = ", ".join(networks_in(recipe))
    note = NOTE.format(networks=networks, means=INSTEAD[instead], recipe=instead, reason=reason)
    if live is not None and is_fitted_from(live, instead):
        space = live
    else:
        space = create_space(instead, activate_when_built=True)
    EmbeddingSpace.objects.filter(pk=space.pk).update(note=note)
    _say_on_its_way(console, space, why="A better encoder is installed now")
    return note


def has_weights(recipe: str) -> bool:
    """Whether the weights that a recipe needs lie there, and are the right ones."""
    try:
        for network in networks_in(recipe):
            find_weights(network, folders=weight_folders())
    except (WeightsMissingError, WeightsRefusedError):
        return False
    return True


def _say_on_its_way(console: Console, space: EmbeddingSpace, *, why: str) -> None:
    """Say what is being built, unless it is live already."""
    live = EmbeddingSpace.objects.live()
    if live is None or space == live:
        return
    said = f"{why}: {space} is built in the background, and takes over from {live} when complete."
    console.say(said)
    if live.note:  # which says that weights are missing
        EmbeddingSpace.objects.filter(pk=live.pk).update(note=said)
