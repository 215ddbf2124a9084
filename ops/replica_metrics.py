"""Read replicas as numbers: how far behind each of them is, and whether it answers visitors."""

from __future__ import annotations

import math

from prometheus_client.core import GaugeMetricFamily, Metric

from infra.replicas.aliases import replica_aliases
from infra.replicas.watch import watch


def replica_metrics() -> list[Metric]:
    """Nothing in a shop without replicas; no lag of one that nobody can measure."""
    if not replica_aliases():
        return []
    lag = GaugeMetricFamily(
        "vitrine_replica_lag_seconds",
        "How far a read replica is behind the primary, at most.",
        labels=["replica"],
    )
    usable = GaugeMetricFamily(
        "vitrine_replica_usable",
        "Whether a read replica answers visitors (1) or not (0).",
        labels=["replica"],
    )
    for each in watch.get().view().replicas:
        usable.add_metric([each.alias], float(each.problem is None))
        if math.isfinite(each.lag):
            lag.add_metric([each.alias], each.lag)
    return [lag, usable]
