"""The live space is followed by one that the catalogue taught, where grades find it better."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.conf import FIT_GRADED_PICTURES, conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import compose, get_encoder
from embeddings.pipeline.recipes.fitted import is_plain
from embeddings.spaces.cooldown import Cooldown, rest_after_counting
from embeddings.spaces.fitting import (
    begin_fitted,
    find_plain_recipe,
    is_followed,
    retire_superseded,
)
from embeddings.spaces.measured.progress import has_features
from embeddings.spaces.projections import read_projections
from evaluation.fitting.cross_fit import MIN_ASKING, measure_gains
from evaluation.fitting.proposals import propose
from evaluation.fitting.record import (
    CatalogueState,
    is_due,
    read_state,
    read_verdicts,
    write_record,
)
from evaluation.fitting.verdict import Verdict, choose, judge
from evaluation.grades.sampling import Sample, draw_sample
from infra.process_state import PerProcess
from infra.stopping import StoppedError

logger = logging.getLogger(__name__)

_looks = PerProcess(Cooldown)


def fit_live_space(
    *, now: bool = False, go_on: Callable[[], bool] = lambda: True
) -> EmbeddingSpace | None:
    """Begin the space that takes over from the live one, if the catalogue has taught a better one.

    Recipes are graded about products that did not teach them; what is not clearly better than what
    shoppers see is refused, and the verdicts are kept with the live space. It is made of stored
    features. Whoever rolls it back, or retires it, keeps what they went back to, and so does
    whoever chose a recipe. `now`: although the catalogue has not changed since the last try.
    `go_on`: asked after each recipe; where it says no, the next call goes on with the others, and
    so it does with the recipe in hand where the worker is told to stop.
    The space that was begun, if any.
    """
    live = EmbeddingSpace.objects.live()
    plain = find_plain_recipe(live) if live else ""
    if live is None or not plain or live.successor_recipe:
        return None
    retire_superseded(live, plain=plain)
    if is_followed(live):
        return None
    if live.fitting.get("interrupted") and not now:
        return _fit(live, plain, read_state(live.fitting), read_verdicts(live.fitting), go_on=go_on)
    if _looks.get().is_active(live) and not now:
        return None
    state = CatalogueState.read(live)
    _looks.get().begin(live, seconds=rest_after_counting(state.pictures))
    if state.pictures < conf.FIT_FROM_PICTURES:
        return None
    if not (now or is_due(live.fitting, state)) or not has_features(live):
        return None
    return _fit(live, plain, state, [], go_on=go_on)


def _taught(live: EmbeddingSpace) -> int:
    """The last product that has taught a space; 0 where products teach nothing."""
    taught: int = live.fitting.get("taught", 0)
    return taught


def _claim(live: EmbeddingSpace, record: dict[str, Any]) -> bool:
    """Note the try before it is made: no other worker makes it too, nor one soon after a crash."""
    untouched = EmbeddingSpace.objects.filter(pk=live.pk, fitting=live.fitting)
    return bool(untouched.update(fitting=record))


def _fit(
    live: EmbeddingSpace,
    plain: str,
    state: CatalogueState,
    verdicts: list[Verdict],
    *,
    go_on: Callable[[], bool],
) -> EmbeddingSpace | None:
    """verdicts: those that were found before; others are added."""
    taught = _taught(live)
    if not _claim(live, write_record(state, taught=taught, verdicts=verdicts, under_way=True)):
        return None
    with suppress(StoppedError):
        if _grade(live, plain, state, verdicts, go_on=go_on):
            return _follow(live, plain, state, choose(verdicts))
    left = write_record(state, taught=taught, verdicts=verdicts, interrupted=True)
    EmbeddingSpace.objects.filter(pk=live.pk).update(fitting=left)
    return None


def _follow(
    live: EmbeddingSpace, plain: str, state: CatalogueState, verdicts: list[Verdict]
) -> EmbeddingSpace | None:
    """Begin what was chosen; the try has ended after that, so that one who dies at it is made good.

    Raises StoppedError where the worker is to stop between two projections.
    """
    space = None
    chosen = next((verdict for verdict in verdicts if verdict.chosen), None)
    if chosen is None:
        logger.info("%s stays as it is: nothing that the catalogue teaches is better", live)
    else:
        try:
            space = begin_fitted(live, chosen.recipe, plain=plain)
        except ValueError as error:  # such as: the pictures are all the same
            logger.warning("%s stays as it is: %s", live, error)
    record = write_record(state, taught=_taught(live), verdicts=verdicts)
    EmbeddingSpace.objects.filter(pk=live.pk).update(fitting=record)
    if chosen is None or space is None:
        return None
    taught = 0 if chosen.teacher == "pictures" else state.last_product
    space.fitting = write_record(state, taught=taught, verdicts=verdicts)
    space.save(update_fields=["fitting"])
    logger.info("%s is built from the features of %s and takes over from it", space, live)
    return space


def _grade(
    live: EmbeddingSpace,
    plain: str,
    state: CatalogueState,
    verdicts: list[Verdict],
    *,
    go_on: Callable[[], bool],
) -> bool:
    """Add a verdict on each recipe that has none, on one at least; False where others are left.

    None is added on the recipe during which the worker is told to stop.
    """
    sample = draw_sample(live, column="features", max_pictures=FIT_GRADED_PICTURES)
    if not len(sample.rows):
        return True
    present = compose(sample.rows, live.parts, projections=read_projections(live))
    sha256_of = {get_encoder(part.encoder).network: part.weights_sha256 for part in live.parts}
    proposals = propose(plain, sample, pictures=state.pictures, is_plain=is_plain(live.recipe))
    may_ask = _may_ask(live, sample)
    judged = {verdict.teacher for verdict in verdicts}
    for teacher, recipe in proposals.items():
        if teacher in judged:
            continue
        if len(verdicts) > len(judged) and not go_on():
            return False
        try:
            gains = measure_gains(
                sample, recipe, present=present, sha256_of=sha256_of, may_ask=may_ask
            )
        except StoppedError:
            return False
        except ValueError as error:
            logger.info("%s cannot be fitted: %s", recipe, error)
            verdicts.append(Verdict(teacher=teacher, recipe=recipe, outcome="impossible", gains={}))
            continue
        verdicts.append(judge(teacher, recipe, gains))
    return True


def _may_ask(live: EmbeddingSpace, sample: Sample) -> npt.NDArray[np.bool_]:
    """The products that have not taught the live space either, so that none is at an advantage.

    Where there are too few all may ask: the live one has to be beaten at what it knows. (P,) bool
    """
    untaught = sample.products > _taught(live)
    return untaught if untaught.sum() >= MIN_ASKING else np.ones_like(untaught)
