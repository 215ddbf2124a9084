"""The walk through the catalogue: batch after batch, from where it stopped, never twice at once."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from hygiene.checking.due import Visited, visit
from hygiene.checking.examine import examine
from hygiene.checking.lock import checking_alone
from hygiene.checking.models import CheckedProduct, Progress
from hygiene.conf import BATCH_PRODUCTS, VISITED_PRODUCTS
from hygiene.findings.models import FindingKind
from hygiene.findings.record import close_unpublished

logger = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Walked:
    """What a walk, or a part of it, came to."""

    visited: int = 0
    examined: int = 0
    new: Counter[FindingKind] = field(default_factory=Counter)
    is_whole: bool = False
    """Whether the end of the catalogue was reached."""


def walk(*, seconds: float, is_wanted: Callable[[], bool] = lambda: False) -> Walked | None:
    """Go on for so long from where the last walk stopped; None while somebody else does.

    A process that is killed loses one batch: its products count as unexamined. is_wanted: whether
    something else waits for this process, which then stops after the batch that it is at.
    """
    until = time.monotonic() + seconds
    with checking_alone() as alone:
        if not alone:
            return None
        return _go(is_over=lambda: time.monotonic() > until or is_wanted())


def walk_whole(*, everything: bool, told: Callable[[Walked], None]) -> Walked | None:
    """Go through the whole catalogue in the foreground; `told` after each batch."""
    with checking_alone() as alone:
        if not alone:
            return None
        Progress.objects.update_or_create(pk=1, defaults={"position": 0, "examined": 0})
        whole = Walked()
        is_first = not Progress.objects.filter(finished_at__isnull=False).exists()
        while not whole.is_whole:
            _go(everything=everything, walked=whole, told=told)
        if is_first:
            _go(walked=whole, told=told)
        return whole


def _go(
    *,
    is_over: Callable[[], bool] = lambda: False,
    everything: bool = False,
    walked: Walked | None = None,
    told: Callable[[Walked], None] = lambda walked: None,
) -> Walked:
    close_unpublished()
    progress, _ = Progress.objects.get_or_create(pk=1)
    if not progress.position:
        progress.started_at, progress.examined = timezone.now(), 0
    walked = walked or Walked()
    found = visit(after=progress.position, everything=everything)
    for some in _batches(found):
        due = [each for each in some if each.is_due]
        if due:
            walked.new += _examine(due)
        walked.visited += len(some)
        walked.examined += len(due)
        progress.examined += len(due)
        progress.position = some[-1].product_id
        progress.save()
        told(walked)
        if is_over():
            return walked
    if len(found) < VISITED_PRODUCTS:
        if progress.finished_at is None:  # ever
            _judge_again()
        progress.position, progress.finished_at = 0, timezone.now()
        progress.save()
        walked.is_whole = True
    return walked


def _examine(due: list[Visited]) -> Counter[FindingKind]:
    """What cannot be examined stays due for the next walk, and does not end this one here."""
    try:
        return examine(due)
    except Exception:
        logger.exception("products %d to %d", due[0].product_id, due[-1].product_id)
        return Counter()


def _judge_again() -> None:
    """Whose category is in doubt is examined again: the first were judged by few others."""
    CheckedProduct.objects.filter(category_margin__gt=0).update(state_hash="")


def _batches(visited: list[Visited]) -> Iterator[list[Visited]]:
    """Stretches with so many products that are due, and those between them."""
    some: list[Visited] = []
    due = 0
    for each in visited:
        some.append(each)
        due += each.is_due
        if due == BATCH_PRODUCTS:
            yield some
            some, due = [], 0
    if some:
        yield some
