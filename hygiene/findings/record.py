"""What was found becomes rows; what is found no more is closed; what was dismissed stays so."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from hygiene.findings.models import Finding, FindingKind, FindingState
from hygiene.kinds.base import Found


@transaction.atomic
def record(kind: FindingKind, found: Iterable[Found], *, examined: Collection[int]) -> int:
    """Keep all faults of one kind that the examined products (ids) have now; how many are new."""
    by_subject = {each.subject: each for each in found}
    about = Q(product__in=examined) | Q(other_product__in=examined)
    known = {
        row.subject: row
        for row in Finding.objects.filter(kind=kind)
        .filter(about | Q(subject__in=by_subject))
        .order_by("pk")
        .select_for_update(of=("self",))
    }
    new = [_fill(Finding(kind=kind), each) for subject, each in by_subject.items()
           if subject not in known]  # fmt: skip
    # Another process may have found the same a moment ago, from the pair's other side.
    Finding.objects.bulk_create(new, ignore_conflicts=True)
    reopened = 0
    for subject, row in known.items():
        if subject in by_subject:
            reopened += _found_again(row, by_subject[subject])
        elif row.state == FindingState.OPEN:
            row.state = FindingState.GONE
            row.save(update_fields=["state"])
    return len(new) + reopened


def close_unpublished() -> None:
    """Close what is open of products that shoppers do not see: nobody looks at those any more."""
    unseen = Q(product__is_published=False) | Q(other_product__is_published=False)
    ids = Finding.objects.filter(unseen, state=FindingState.OPEN).values_list("pk", flat=True)
    Finding.objects.filter(pk__in=list(ids), state=FindingState.OPEN).update(
        state=FindingState.GONE
    )


def _found_again(row: Finding, found: Found) -> bool:
    """Whether it is to be told again: what was dismissed is only where its evidence changed."""
    if row.state == FindingState.DISMISSED and row.fingerprint == found.fingerprint:
        return False
    was_open = row.state == FindingState.OPEN
    _fill(row, found)
    if not was_open:
        row.state = FindingState.OPEN
        row.decided_by, row.decided_at, row.decision = None, None, ""
    row.save()
    return not was_open


def _fill(row: Finding, found: Found) -> Finding:
    row.subject, row.fingerprint = found.subject, found.fingerprint
    row.product_id, row.other_product_id = found.product_id, found.other_product_id
    row.picture_id, row.other_picture_id = found.picture_id, found.other_picture_id
    row.evidence, row.confidence = dict(found.evidence), found.confidence
    return row
