"""Engines beside PostgreSQL as numbers; none where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from embeddings.index.external.following.figures import EngineFigures, SpaceFigures
from embeddings.models import SearchEngine

_Value = tuple[tuple[str, ...], float]


def engine_metrics(engines: Sequence[EngineFigures]) -> Iterator[Metric]:
    """Which answers, what it said last, how far it lags, and what comparisons found."""
    now = timezone.now()

    def lag(space: SpaceFigures) -> float:
        return (now - space.waiting_since).total_seconds() if space.waiting_since else 0.0

    live = SearchEngine.State.LIVE
    each = [(engine, space) for engine in engines for space in engine.spaces]
    yield _gauge(
        "engine_live",
        "Whether the engine answers shoppers.",
        ("engine",),
        (((engine.name,), engine.state == live) for engine in engines),
    )
    yield _gauge(
        "engine_troubles",
        "How many things are wrong with the engine, as it said when it was last asked.",
        ("engine",),
        (((engine.name,), len(engine.troubles)) for engine in engines),
    )
    yield _gauge(
        "engine_full",
        "Whether the engine holds all of the space.",
        ("engine", "space"),
        (((engine.name, space.name), space.is_full) for engine, space in each),
    )
    yield _gauge(
        "engine_waiting_changes",
        "Changed pictures that the engine has not got yet.",
        ("engine", "space"),
        (((engine.name, space.name), space.waiting) for engine, space in each),
    )
    yield _gauge(
        "engine_lag_seconds",
        "How long the oldest of these has been waiting; 0 when none waits.",
        ("engine", "space"),
        (((engine.name, space.name), lag(space)) for engine, space in each),
    )
    yield _gauge(
        "engine_differences",
        "What the last whole comparison with PostgreSQL found, and let be mended.",
        ("engine", "space", "kind"),
        (
            ((engine.name, space.name, kind), number)
            for engine, space in each
            for kind, number in space.found.items()
        ),
    )


def _gauge(
    name: str, description: str, labels: Sequence[str], values: Iterable[_Value]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"vitrine_{name}", description, labels=labels)
    for key, value in values:
        family.add_metric(key, float(value))
    return family
