"""What staff should know before they save: what is in the way, and what will have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.models import Product
from recommendations.arranging.draft import Change, Draft
from recommendations.arranging.preview import Preview
from recommendations.models import Rule


@dataclass(frozen=True, kw_only=True)
class Warned:
    """One sentence about a change."""

    product_id: int
    code: str
    words: str
    rule: Rule | None = None
    """The rule that it is about."""
    blocks: bool = False
    """Whether nothing can be saved before it is settled."""


def warnings_about(draft: Draft, shown: Preview) -> list[Warned]:
    """What is to be said of each change, in their order; a query for each pin, and a few more."""
    products = Product.objects.in_bulk([*draft.by_product])
    farther = _farther(shown)
    found: list[Warned] = []
    for change in draft.changes:
        product = products.get(change.product_id)
        if product is not None:
            found += _meanwhile(draft, change)
            taken = list(_taken(draft, change, product))
            found += taken
            found += _others(change, farther.get(change.product_id, []))
            found += [] if taken else _idle(change, product, shown)
    return found


def _meanwhile(draft: Draft, change: Change) -> Iterator[Warned]:
    if change not in draft.overtaken:
        return
    rules = "; ".join(rule.signed for rule in draft.standing.get(change.product_id, ()))
    words = _("%(rules)s was saved meanwhile; saving yours replaces it.") % {"rules": rules}
    if not rules:
        words = _("What held of it was taken back meanwhile.")
    yield _note(change, "meanwhile", words)


def _taken(draft: Draft, change: Change, product: Product) -> Iterator[Warned]:
    wanted = change.write_to(Rule(product=product, beside_product=draft.beside))
    now = timezone.now()
    for rule in Rule.objects.in_the_way_of(wanted).exclude(pk__in=draft.ending):
        if rule.ends_at and rule.ends_at <= now:
            continue  # the new one begins after it
        until = _("until %(time)s") % {"time": _spell(rule.ends_at)} if rule.ends_at else ""
        words = _("Place %(place)s is taken %(until)s by %(rule)s.") % {
            "place": change.position,
            "until": until or _("for good"),
            "rule": rule.signed,
        }
        yield Warned(
            product_id=change.product_id, code="place_taken", words=words, rule=rule, blocks=True
        )


def _farther(shown: Preview) -> dict[int, list[Rule]]:
    """Rules for categories and for everywhere that hold here now, by the product they move."""
    ids = [effect.rule_id for effect in shown.holding if effect.distance]
    found: dict[int, list[Rule]] = {}
    for rule in Rule.objects.filter(pk__in=ids).named():
        found.setdefault(rule.product_id, []).append(rule)
    return found


def _others(change: Change, farther: list[Rule]) -> Iterator[Warned]:
    for rule in farther:
        if change.kind:
            words = _("%(rule)s also holds here; yours is nearer and goes first.")
        else:
            words = _("%(rule)s then holds here again.")
        yield Warned(
            product_id=change.product_id,
            code="overruled" if change.kind else "holds_again",
            words=words % {"rule": rule.signed},
            rule=rule,
        )


def _idle(change: Change, product: Product, shown: Preview) -> Iterator[Warned]:
    if not change.kind:
        return
    if not product.is_published:
        yield _note(change, "unpublished", _("It is not published: the rule has no effect yet."))
        return
    if not product.stock:
        yield _note(
            change, "sold_out", _("It is sold out: the rule has no effect until it is back.")
        )
        return
    if change.starts_at and change.starts_at > timezone.now():
        words = _("It begins on %(time)s; the list shows it as it will be then.")
        yield _note(change, "not_begun", words % {"time": _spell(change.starts_at)})
    if change.kind != Rule.Kind.HIDE:
        yield from _where(change, shown)


def _where(change: Change, shown: Preview) -> Iterator[Warned]:
    """Where it comes to stand, if that is not where it was meant to."""
    slot = next((s for s in shown.after if s.candidate.product_id == change.product_id), None)
    if slot is None:
        why = next(
            (r.why for r in shown.answer.removed or [] if r.product_id == change.product_id), ""
        )
        words = (
            _("It does not come into the list (%(why)s).")
            if why
            else _("It does not come into the list.")
        )
        yield _note(change, "not_shown", words % {"why": why} if why else words)
    elif change.kind == Rule.Kind.PIN and slot.place != change.position:
        words = _("It comes to stand at place %(place)s: no place %(wanted)s is free for it.")
        numbers = {"place": slot.place, "wanted": change.position}
        yield _note(change, "elsewhere", words % numbers)
    elif change.kind != Rule.Kind.PIN and slot.place == slot.was:
        words = _("It stays where it is: more points are needed to pass the next.")
        yield _note(change, "stays", words)


def _note(change: Change, code: str, words: str) -> Warned:
    return Warned(product_id=change.product_id, code=code, words=words)


def _spell(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i")
