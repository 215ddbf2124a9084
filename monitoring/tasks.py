"""What a worker measures by the clock."""

from __future__ import annotations

from celery import shared_task

from monitoring.objectives.keeping import forget_old_events, keep_counted_events
from monitoring.searches.keeping import forget_old_searches, keep_counted
from monitoring.series.grades import keep_grades
from monitoring.series.samples import take_sample, thin_samples


@shared_task(time_limit=120)
def measure() -> None:
    """Every minute: a sample of the shop, new grades, objectives, and what was searched for."""
    take_sample()
    keep_grades()
    keep_counted_events()  # the cache may be away: what needs it comes last
    keep_counted()


@shared_task(time_limit=600)
def forget() -> None:
    """Every hour: thin old samples, forget old searches and old counts."""
    thin_samples()
    forget_old_searches()
    forget_old_events()
