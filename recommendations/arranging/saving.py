"""Saving a draft: all of its changes at once, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.history import Snapshot, snapshot
from catalog.models import Product
from recommendations.arranging.conflicts import OvertakenError, PlaceTakenError
from recommendations.arranging.draft import Draft
from recommendations.models import Rule


@dataclass(frozen=True)
class Saved:
    """What a draft has become."""

    made: list[Rule] = field(default_factory=list)
    changed: list[Rule] = field(default_factory=list)
    ended: list[Rule] = field(default_factory=list)
    before: dict[int, Snapshot] = field(default_factory=dict)
    """What those that were there had been, by id."""


def save_draft(draft: Draft, *, user_id: int | None) -> Saved:
    """Save all changes in one transaction.

    Raises PlaceTakenError or OvertakenError, and then nothing is saved.

    That two pins never want one place is the database's own rule, so that two people who save in
    the same instant cannot both be right.
    """
    saved = Saved()
    with transaction.atomic():
        # Drafts beside one product are saved one after the other, so that each is compared with
        # what the one before has left.
        list(Product.objects.select_for_update(no_key=True).only("pk").filter(pk=draft.beside.pk))
        draft = Draft(draft.beside, draft.changes, draft.replaced)
        if draft.overtaken:
            raise OvertakenError
        rules = Rule.objects.select_for_update().filter(pk__in=draft.ending).order_by("-pk")
        saved.before.update((rule.pk, snapshot(rule)) for rule in rules)
        ending: dict[int, Rule] = {}
        for rule in rules:
            change = draft.by_product.get(rule.product_id)
            if change and change.kind and rule.pk not in draft.replaced:
                ending.setdefault(rule.product_id, rule)
        retire((each for each in rules if each not in ending.values()), saved, user_id=user_id)
        # Those that change places make way for each other first: the database looks at each row.
        Rule.objects.filter(pk__in=[each.pk for each in ending.values()]).update(is_active=False)
        for change in draft.changes:
            if change.kind:
                kept = ending.get(change.product_id)
                rule = change.write_to(
                    kept or Rule(product_id=change.product_id, beside_product=draft.beside)
                )
                rule.sign(user_id)
                _store(rule)
                (saved.changed if kept else saved.made).append(rule)
    return saved


def retire(rules: Iterable[Rule], saved: Saved, *, user_id: int | None) -> None:
    """End rules now; one that has yet to begin is switched off, so that all stay in the list."""
    now = timezone.now()
    for rule in rules:
        end_rule(rule, now)
        rule.sign(user_id)
        rule.save()
        saved.ended.append(rule)


def end_rule(rule: Rule, now: datetime) -> None:
    """Let it hold no longer; nothing is saved."""
    if rule.starts_at and rule.starts_at >= now:
        rule.is_active = False
    else:
        rule.ends_at = now


def _store(rule: Rule) -> None:
    rule.start_after_what_ended()
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        if in_the_way := list(Rule.objects.in_the_way_of(rule)):
            raise PlaceTakenError(rule, in_the_way) from None
        raise
