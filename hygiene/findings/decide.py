"""What staff do with a finding: mend it, dismiss it, or take that back."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from hygiene.checking.models import CheckedProduct
from hygiene.findings.history import Before
from hygiene.findings.models import Finding, FindingKind, FindingState
from hygiene.kinds.base import Mend
from hygiene.kinds.registry import KINDS
from hygiene.refusals import decided, no_mend


def mends_of(finding: Finding) -> list[Mend]:
    """The ways in which it can be mended by a click; the first is the usual one."""
    if finding.state != FindingState.OPEN:
        return []
    return [mend for mend in KINDS[FindingKind(finding.kind)].mends if mend.offered(finding)]


def tell(finding: Finding) -> list[str]:
    """Its evidence in sentences."""
    return KINDS[FindingKind(finding.kind)].tell(finding)


@transaction.atomic
def mend(pk: int, name: str, *, user: AbstractBaseUser) -> tuple[Finding, str]:
    """Mend a finding in one of its ways; what was done, in a sentence.

    Whoever calls has looked that the user may (`Mend.permissions`). Raises RefusedError, and then
    nothing has changed, where somebody was quicker or what it is about has changed.
    """
    finding = _lock(pk)
    way = next((each for each in mends_of(finding) if each.name == name), None)
    if way is None:
        raise no_mend()
    before = Before.of(finding)
    told = way.apply(finding)
    before.keep_changes(by=user)
    _decide(finding, FindingState.MENDED, told, user)
    CheckedProduct.objects.filter(pk__in=list(before.products)).update(state_hash="")
    return finding, told


@transaction.atomic
def dismiss(pk: int, *, user: AbstractBaseUser) -> Finding:
    """Say that it is no fault; it stays so until its evidence changes. Raises RefusedError."""
    finding = _lock(pk)
    _decide(finding, FindingState.DISMISSED, "", user)
    return finding


@transaction.atomic
def reopen(pk: int, *, user: AbstractBaseUser) -> Finding:
    """Take back that it was dismissed; raises RefusedError where it is not."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
    if finding.state != FindingState.DISMISSED:
        raise decided(finding.get_state_display())
    _decide(finding, FindingState.OPEN, "", user)
    return finding


def _lock(pk: int) -> Finding:
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
    if finding.state != FindingState.OPEN:
        raise decided(finding.get_state_display())
    return finding


def _decide(finding: Finding, state: FindingState, told: str, user: AbstractBaseUser) -> None:
    finding.state, finding.decision = state, told[:200]
    finding.decided_by, finding.decided_at = user, timezone.now()  # type: ignore[assignment]
    finding.save(update_fields=["state", "decision", "decided_by", "decided_at"])
