"""Once the spaces have been looked after, the live one is fitted to the catalogue if that pays."""

from __future__ import annotations

from django.dispatch import receiver

from embeddings.spaces.fitting import spaces_tended


@receiver(spaces_tended)
def fit(**kwargs: object) -> None:
    """Half a minute after the last look, in a worker."""
    from evaluation.fitting.fit_live_space import fit_live_space

    fit_live_space()
