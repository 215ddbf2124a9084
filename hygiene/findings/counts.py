"""How many faults wait for staff."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from hygiene.findings.models import Finding, FindingKind, FindingState


def count_open() -> Counter[FindingKind]:
    """Open findings by kind."""
    rows = Finding.objects.filter(state=FindingState.OPEN).order_by().values_list("kind")
    return Counter({FindingKind(kind): count for kind, count in rows.annotate(Count("pk"))})
