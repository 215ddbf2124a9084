"""What a Prometheus server collects: the checks of /readyz and the embeddings, as numbers.

Numbers and names of spaces, queues and checks; nothing that would be a secret. It is still for
inside only: the proxy in front does not pass it on (docs/howto/deployment.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from embeddings.index import IndexStatus, vector_index
from embeddings.index.external.following.figures import read_engines
from embeddings.models import (
    CategoryIndex,
    CategoryIndexChange,
    EmbeddingSpace,
    ImageEmbedding,
    PhotoMean,
)
from embeddings.spaces.measured.counts import read_oldest_waiting, read_space_counts
from embeddings.worker.state import read_worker_state
from infra.version import VERSION
from monitoring.backups import read_backup_status
from monitoring.checks.outcome import soon
from monitoring.checks.run import run_checks
from monitoring.disk import read_disk
from ops.engine_metrics import engine_metrics
from ops.objectives import burn_rates, counters, promises
from ops.replica_metrics import replica_metrics

logger = logging.getLogger(__name__)

# A million pictures are counted within it when the server has little else to do.
COUNTING_TIMEOUT_MS = 1_000


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The shop in numbers, in Prometheus' text format; what cannot be asked is left out."""
    # A registry of its own for each answer: no number outlives the moment it was read in, so it
    # does not matter which of the web processes answers.
    registry = CollectorRegistry()
    registry.register(ShopCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class ShopCollector(Collector):
    """Reads everything at the moment it is asked."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("vitrine", "The version of the shop.", {"version": VERSION})
        checks = run_checks()
        yield _gauge(
            "check_ok",
            "Whether a check of /readyz is content (1) or not (0).",
            "check",
            ((name, result["ok"]) for name, result in checks.items()),
        )
        yield from _until_away(_workers)
        yield from replica_metrics()
        yield from _disk()
        yield from promises()
        with_cache = checks["cache"]["ok"]
        yield from counters(cache_answers=with_cache)
        if checks["database"]["ok"]:

            def _objectives() -> list[Metric]:
                return burn_rates(cache_answers=with_cache)

            reads = (
                *(_spaces, _categories, _engines, _photos),
                *(_backup, _objectives, _pictures, _waiting),
            )
            yield from _until_away(*reads)


def _until_away(*reads: Callable[[], list[Metric]]) -> Iterator[Metric]:
    """All there is to read until one cannot be: half a page says more than none.

    What comes after the one that failed would fail as slowly.
    """
    try:
        for read in reads:
            yield from read()
    except Exception as error:  # noqa: BLE001 - whatever it is, the numbers before it are told
        logger.warning("/metrics ends before %s (%s)", read.__name__, type(error).__name__)


def _workers() -> list[Metric]:
    alive = read_worker_state().alive.items()
    return [_gauge("worker_alive", "Whether a worker reads the queue.", "queue", alive)]


def _disk() -> list[Metric]:
    disk = read_disk()
    if disk is None:
        return []
    total = GaugeMetricFamily("vitrine_disk_bytes", "Size of the disk that pictures lie on.")
    free = GaugeMetricFamily("vitrine_disk_free_bytes", "What is free of it.")
    total.add_metric([], disk.total)
    free.add_metric([], disk.free)
    return [total, free]


def _spaces() -> list[Metric]:
    with soon():
        spaces = list(EmbeddingSpace.objects.active())
        index = vector_index()
        valid = {space.name: index.read_status(space) == IndexStatus.VALID for space in spaces}
    measured = [space for space in spaces if space.recall is not None]
    return [
        _gauge(
            "space_live",
            "Whether shoppers see the space's answers.",
            "space",
            ((space.name, space.state == EmbeddingSpace.State.LIVE) for space in spaces),
        ),
        _gauge("index_valid", "Whether searches may use the index.", "space", valid.items()),
        _gauge(
            "index_ef_search",
            "How widely the index is searched.",
            "space",
            ((space.name, space.ef_search) for space in spaces),
        ),
        _gauge(
            "index_recall",
            "Share of the true ten nearest that the index found when it was last measured.",
            "space",
            ((space.name, space.recall or 0) for space in measured),
        ),
        _gauge(
            "index_recall_measured_timestamp_seconds",
            "When the recall was last measured.",
            "space",
            (
                (space.name, space.recall_measured_at.timestamp())
                for space in measured
                if space.recall_measured_at
            ),
        ),
    ]


def _categories() -> list[Metric]:
    with soon():
        usable = CategoryIndex.objects.usable()
        counts = usable.order_by().values_list("space__name").annotate(indexes=Count("pk"))
        behind = CategoryIndexChange.objects.count()
    told = GaugeMetricFamily(
        "vitrine_category_index_changes",
        "Changed products that indexes of categories have not got yet.",
    )
    told.add_metric([], behind)
    words = "Indexes of big categories that searches use."
    return [_gauge("category_indexes", words, "space", counts), told]


def _engines() -> list[Metric]:
    with soon():
        engines = read_engines()
    return [*engine_metrics(engines)] if engines else []


def _photos() -> list[Metric]:
    with soon():
        live = EmbeddingSpace.objects.live()
        known = PhotoMean.objects.filter(features_key=live.features_key if live else "")
        seen = dict(known.values_list("framing", "photos"))
    return [
        _gauge(
            "photos_in_mean",
            "How many of shoppers' photos their mean rests on; older ones count in part.",
            "framing",
            seen.items(),
        )
    ]


def _backup() -> list[Metric]:
    with soon():
        last = read_backup_status().last
    if last is None:  # no number: an alert on its absence tells of it
        return []
    told = GaugeMetricFamily("vitrine_backup_timestamp_seconds", "When the last backup was made.")
    told.add_metric([], last.made_at.timestamp())
    return [told]


def _pictures() -> list[Metric]:
    with soon(milliseconds=COUNTING_TIMEOUT_MS):
        all_counts = read_space_counts()
    family = GaugeMetricFamily(
        "vitrine_embeddings", "Pictures in the space.", labels=["space", "state"]
    )
    for counts in all_counts:
        for state in ImageEmbedding.State.values:
            family.add_metric([counts.space.name, state], getattr(counts, state))
    return [family]


def _waiting() -> list[Metric]:
    with soon(milliseconds=COUNTING_TIMEOUT_MS):
        spaces = list(EmbeddingSpace.objects.active())
        oldest = read_oldest_waiting()
    now = timezone.now()
    return [
        _gauge(
            "oldest_waiting_seconds",
            "How long the oldest waiting picture has been waiting; 0 when none waits.",
            "space",
            ((space.name, (now - oldest.get(space.pk, now)).total_seconds()) for space in spaces),
        )
    ]


def _gauge(
    name: str, description: str, label: str, values: Iterable[tuple[str, float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"vitrine_{name}", description, labels=[label])
    for key, value in values:
        family.add_metric([key], float(value))
    return family
