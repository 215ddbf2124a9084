"""When words are learnt anew: as the catalogue grows, and once a day where texts were corrected."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from catalog.models import Product
from embeddings.conf import FIT_COOLDOWN_SECONDS, conf
from embeddings.models import EmbeddingSpace, WordMap
from embeddings.spaces.cooldown import Cooldown, rest_after_counting
from embeddings.spaces.measured.progress import is_built
from embeddings.words.fitting import fit_words
from embeddings.words.sample import count_products
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

_failed_fits = PerProcess(lambda: Cooldown(seconds=FIT_COOLDOWN_SECONDS))
_looks = PerProcess(Cooldown)
# Texts that were corrected are read again after so long; a catalogue that grew, at once.
_READ_AGAIN = timedelta(hours=20)


def fit_due_words(*, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Learn the words of each space that has none yet, or whose catalogue has become another.

    go_on: asked after each; False where it said no before all had been looked at.
    """
    fitted = 0
    for space in EmbeddingSpace.objects.active():
        if fitted and not go_on():
            return False
        if _failed_fits.get().is_active(space) or _looks.get().is_active(space):
            continue
        built = space.state != EmbeddingSpace.State.BUILDING or is_built(space)
        if built and _is_due(space):
            fitted += 1
            try:
                fit_words(space)
            except ValueError as error:
                _failed_fits.get().begin(space)
                logger.info("no words for %s: %s", space, error)
    return True


def _is_due(space: EmbeddingSpace) -> bool:
    """Whether so many products came or went, or texts changed a while ago."""
    known = WordMap.objects.filter(space=space).first()
    products = count_products(space)
    _looks.get().begin(space, seconds=rest_after_counting(products))
    if known is None:
        return products >= conf.FIT_WORDS_FROM_PRODUCTS
    before = known.grade.get("available", known.products)
    if abs(products - before) > conf.CALIBRATE_AFTER_CHANGE * before:
        return True
    if timezone.now() - known.fitted_at < _READ_AGAIN:
        return False
    return products != before or Product.objects.filter(updated_at__gt=known.fitted_at).exists()
