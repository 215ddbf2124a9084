"""The list as the page shows it: each product with its place, what moved it, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.product_cards import ProductCard, read_cards
from recommendations.arranging.draft import Draft
from recommendations.arranging.preview import Preview, Slot
from recommendations.candidate import HIDDEN
from recommendations.models import Rule


@dataclass(frozen=True, kw_only=True)
class Row:
    """One product of the list and what can be done with it."""

    card: ProductCard
    place: int
    match: int | None
    mark: str = ""
    """Where it moved: up, down, new; empty where it did not."""
    was: int | None = None
    why: str = ""
    rule: Rule | None = None
    """The saved rule that placed it."""
    is_drafted: bool = False
    has_own_rule: bool = False
    """Whether a rule beside this very product is about it, saved or not."""
    up: int = 0
    """The place before it, to be pinned to; 0 for the first."""
    down: int = 0


def rows_of(shown: Preview, draft: Draft) -> list[Row]:
    """The list after the draft; as it is now where there is none."""
    places = [slot.place for slot in shown.after]
    rules = _rules(slot.candidate.moved.rule_id for slot in shown.after if slot.candidate.moved)
    return [
        _row(
            slot,
            draft,
            rules,
            up=places[n - 1] if n else 0,
            down=places[n + 1] if n + 1 < len(places) else 0,
        )
        for n, slot in enumerate(shown.after)
    ]


def _row(slot: Slot, draft: Draft, rules: dict[int, Rule], *, up: int, down: int) -> Row:
    each = slot.candidate
    drafted = each.product_id in draft.by_product
    rule = rules.get(each.moved.rule_id) if each.moved and not drafted else None
    mark = ""
    if slot.was is None:
        mark = "new"
    elif slot.was != slot.place:
        mark = "up" if slot.place < slot.was else "down"
    return Row(
        card=each.product,
        place=slot.place,
        match=each.calibrated_score,
        mark=mark,
        was=slot.was,
        why=_why(rule, drafted=drafted, mark=mark),
        rule=rule,
        is_drafted=drafted,
        has_own_rule=drafted or each.product_id in draft.standing,
        up=up,
        down=down,
    )


def _why(rule: Rule | None, *, drafted: bool, mark: str) -> str:
    if drafted:
        return _("Your change.")
    if rule is not None:
        return _brief(rule)
    return _("Others have moved.") if mark else ""


@dataclass(frozen=True, kw_only=True)
class HiddenRow:
    """A product that a rule takes out of the list."""

    card: ProductCard
    why: str
    rule: Rule | None
    has_own_rule: bool


def hidden_rows(shown: Preview, draft: Draft) -> list[HiddenRow]:
    """What is hidden here, by whom."""
    removed = {
        each.product_id: each.rule_id for each in shown.answer.removed or [] if each.why == HIDDEN
    }
    rules = _rules(removed.values())
    found = []
    for card in read_cards(list(removed)):
        drafted = card.pk in draft.by_product
        rule = None if drafted else rules.get(removed[card.pk])
        found.append(
            HiddenRow(
                card=card,
                why=_why(rule, drafted=drafted, mark=""),
                rule=rule,
                has_own_rule=drafted or card.pk in draft.standing,
            )
        )
    return found


def _rules(ids: Iterable[int]) -> dict[int, Rule]:
    return Rule.objects.named().in_bulk([each for each in ids if each])


def _brief(rule: Rule) -> str:
    """What a saved rule does here, beside its product's name: Boost · everywhere · by anna."""
    parts = [capfirst(rule.get_kind_display())]
    if not rule.beside_product_id:
        parts.append(rule.scope)
    if rule.ends_at:
        until = date_format(timezone.localtime(rule.ends_at), "j M Y, H:i")
        parts.append(_("until %(time)s") % {"time": until})
    if rule.decided_by:
        parts.append(_("by %(who)s") % {"who": rule.decided_by})
    return " · ".join(parts)
