"""What the shop promises, and how far it keeps to it, for Prometheus.

Burn rates and budgets are worked out here, by the shop's own table; counters and histograms stand
beside them, for whoever has Prometheus work out the same. They are sums over all processes, so
each of several web servers tells the same: alerts take the greatest, not the sum.
"""

from __future__ import annotations

from itertools import accumulate

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from redis import RedisError

from monitoring.checks.outcome import soon
from monitoring.objectives.counting import Count
from monitoring.objectives.defined import OBJECTIVES, Objective
from monitoring.objectives.reading import WINDOWS, read_kept, read_totals


def promises() -> list[Metric]:
    """What is promised; needs nobody."""
    share = _family("objective", "The share of events that shall be good.", ["slo"])
    threshold = _family("threshold_seconds", "Within which an event is good.", ["slo"])
    for each in OBJECTIVES:
        share.add_metric([each.name], each.share)
        if (seconds := each.threshold()) is not None:
            threshold.add_metric([each.name], seconds)
    return [share, threshold]


def counters(*, cache_answers: bool) -> list[Metric]:
    """Sums since the cache was last empty, and whether they can be read at all; never raises."""
    up = GaugeMetricFamily("vitrine_slo_up", "Whether events are counted: the cache answers.")
    try:
        totals = read_totals() if cache_answers else None
    except RedisError:
        totals = None
    up.add_metric([], float(totals is not None))
    if totals is None:
        return [up]
    events = CounterMetricFamily("vitrine_slo_events", "Events that count.", labels=["slo"])
    good = CounterMetricFamily("vitrine_slo_good_events", "Those that were good.", labels=["slo"])
    seconds = HistogramMetricFamily(
        "vitrine_slo_seconds", "How long events took, in the line for a thread too.", labels=["slo"]
    )
    for each in OBJECTIVES:
        counts = totals.get(each.name, {})
        events.add_metric([each.name], sum(count.events for count in counts.values()))
        good.add_metric([each.name], sum(count.good for count in counts.values()))
        if each.bounds:
            total = sum(count.seconds for count in counts.values())
            seconds.add_metric([each.name], _cumulative(each, counts), total)
    return [up, events, good, seconds]


def burn_rates(*, cache_answers: bool) -> list[Metric]:
    """By the table, and what is not in it yet. Raises DatabaseError, RedisError."""
    with soon():
        kept = read_kept(with_cache=cache_answers)
    burn = _family("burn_rate", "1 uses the error budget up just in time.", ["slo", "window"])
    events = _family("window_events", "Events that count, in a window.", ["slo", "window"])
    left = _family("budget_left", "Share of the error budget that is left.", ["slo"])
    quantile = _family(
        "quantile_seconds", "The promised percentile over the last hour, by buckets.", ["slo"]
    )
    for each in kept:
        name = each.objective.name
        for window in WINDOWS:
            burn.add_metric([name, window], each.burn_rate(window))
            events.add_metric([name, window], each.windows.get(window, Count()).events)
        left.add_metric([name], each.budget_left)
        if (seconds := each.quantile_seconds) is not None:
            quantile.add_metric([name], seconds)
    return [burn, events, left, quantile]


def _cumulative(objective: Objective, counts: dict[int, Count]) -> list[tuple[str, float]]:
    bounds = [*map(str, objective.bounds), "+Inf"]
    events = (counts.get(bucket, Count()).events for bucket in range(len(bounds)))
    return list(zip(bounds, accumulate(events), strict=True))


def _family(name: str, description: str, labels: list[str]) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"vitrine_slo_{name}", description, labels=labels)
