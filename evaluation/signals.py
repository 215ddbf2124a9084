"""What follows once the spaces have been looked after: the live one is fitted, jobs are woken."""

from __future__ import annotations

from collections.abc import Callable

from django.dispatch import receiver

from embeddings.spaces.fitting import spaces_tended


@receiver(spaces_tended)
def wake_for_jobs(**kwargs: object) -> None:
    """Should a message have been lost, or a worker have died at its work."""
    from evaluation.jobs.asking import wake
    from evaluation.jobs.working import is_any_waiting

    if is_any_waiting():
        wake()


@receiver(spaces_tended)
def fit(go_on: Callable[[], bool] = lambda: True, **kwargs: object) -> None:
    """Half a minute after the last look, in a worker."""
    from evaluation.fitting.fit_live_space import fit_live_space

    fit_live_space(go_on=go_on)
