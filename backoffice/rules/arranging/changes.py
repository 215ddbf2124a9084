"""The unsaved changes as a table: a form for each, its product, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backoffice.sent_ids import sent_id
from catalog.product_cards import ProductCard, read_cards
from recommendations.arranging.warnings import Warned
from recommendations.models import Rule


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One change."""

    form: Any
    card: ProductCard
    kind: str
    label: str
    warnings: list[Warned]

    @property
    def blocks(self) -> bool:
        return any(each.blocks for each in self.warnings)


def change_rows(sheets: Any, warned: Sequence[Warned]) -> list[ChangeRow]:
    """A row for each form, as far as its product is still there."""
    kinds = dict(sheets.form.base_fields["kind"].choices)
    numbers = [sent_id(str(sheet["product_id"].value())) for sheet in sheets.forms]
    cards = {card.pk: card for card in read_cards([each for each in numbers if each])}
    return [
        ChangeRow(
            form=sheet,
            card=cards[number],
            kind=(kind := str(sheet["kind"].value() or "")),
            label=str(kinds.get(kind, "")),
            warnings=[each for each in warned if each.product_id == number],
        )
        for sheet, number in zip(sheets.forms, numbers, strict=True)
        if number in cards
    ]


def rules_named(ids: frozenset[int]) -> list[Rule]:
    """The saved rules that are to make way."""
    return list(Rule.objects.filter(pk__in=ids).named().order_by("pk"))
