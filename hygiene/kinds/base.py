"""The one interface of all kinds of findings: copy a module of this folder to add one.

Name the new kind in `FindingKind` (with a migration) and in `registry.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind


@dataclass(frozen=True, kw_only=True)
class Found:
    """One fault, as a kind finds it; the same fault has the same subject whenever it is found."""

    subject: str
    product_id: int
    picture_id: int | None = None
    other_product_id: int | None = None
    other_picture_id: int | None = None
    confidence: float
    """0 to 1: how often such a finding is right, as far as that is known."""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """JSON: what staff see, and what a mend holds the present state to."""
    basis: Sequence[Any] = ()
    """JSON: what must change for a dismissed finding to be told again."""

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(self.basis, default=str).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Mend:
    """One way to mend a finding by a click."""

    name: str
    label: str | Promise
    permissions: tuple[str, ...]
    """What staff must be allowed to change, all of it."""
    apply: Callable[[Finding], str]
    """Does it, inside a transaction, and says in a sentence what was done.

    Raises RefusedError where what it would change is not what was found any more.
    """
    offered: Callable[[Finding], bool] = lambda finding: True
    """Whether this finding can be mended so."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How faults of one kind are found, told and mended."""

    kind: FindingKind
    find: Callable[[Batch], Iterable[Found]]
    """All faults of the batch's products that there are now."""
    tell: Callable[[Finding], list[str]]
    """The evidence in sentences, for staff."""
    mends: tuple[Mend, ...]
    """The first that is offered is what "mend" does in bulk."""


def pair(one: int, other: int, *, of: str) -> str:
    """The subject of two things, whichever was found first."""
    low, high = sorted((one, other))
    return f"{of}:{low}-{high}"
