"""A plain live space makes way for one that is fitted on the shop's own pictures, once."""

from __future__ import annotations

import logging

from embeddings.conf import FIT_COOLDOWN_SECONDS, conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.spaces.cooldown import Cooldown
from embeddings.spaces.creation import begin_on_features_of
from embeddings.spaces.measured.progress import has_features
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

_failed_fits = PerProcess(lambda: Cooldown(seconds=FIT_COOLDOWN_SECONDS))


def fit_live_space() -> EmbeddingSpace | None:
    """Begin the fitted space that takes over from a plain live one, when there is enough to learn.

    Its vectors are shorter and know the shop's products better; they are made of the features
    that are stored already. It is begun once: whoever rolls it back, or retires it, keeps the plain
    one, and so does whoever chose a projection of these features. Where nothing can be learnt it is
    tried again after an hour. The space that was begun, if any.
    """
    live = EmbeddingSpace.objects.live()
    recipe = fitted_recipe(live.recipe) if live else ""
    if live is None or not recipe or live.successor_recipe or _failed_fits.get().is_active(live):
        return None
    alike = EmbeddingSpace.objects.filter(features_key=live.features_key)
    if alike.filter(recipe__contains=":pca").exists():
        return None
    if live.embeddings.ready().count() < conf.FIT_FROM_PICTURES or not has_features(live):
        return None
    try:
        space = begin_on_features_of(
            live, recipe, name=f"{live.recipe} (fitted)", activate_when_built=True
        )
    except ValueError as error:  # such as: the pictures are all the same
        _failed_fits.get().begin(live)
        logger.warning("%s stays as it is: %s", live, error)
        return None
    logger.info("%s is built from the features of %s and takes over from it", space, live)
    return space


def is_fitted_from(space: EmbeddingSpace, recipe: str) -> bool:
    """Whether a space is what a plain recipe became."""
    return bool(recipe) and space.recipe == fitted_recipe(recipe)
