"""Faults that were found, what pictures measure, and how far the catalogue has been examined."""

from __future__ import annotations

from hygiene.checking.models import CheckedProduct, Progress
from hygiene.findings.models import Finding, FindingKind, FindingState
from hygiene.measuring.models import PictureMeasures

__all__ = [
    "CheckedProduct",
    "Finding",
    "FindingKind",
    "FindingState",
    "PictureMeasures",
    "Progress",
]
