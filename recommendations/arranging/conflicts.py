"""Pins that want one place at one time: which rule is in the way, whose it is, and until when."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.refusals import RefusedError
from recommendations.models import Rule


class PlaceTakenError(RefusedError):
    """Another rule pins to this place at this time; code `place_taken`."""

    def __init__(self, wanted: Rule, in_the_way: Sequence[Rule]) -> None:
        super().__init__(
            "place_taken",
            gettext_lazy("Place %(place)s is taken: %(rules)s."),
            place=wanted.position,
            rules="; ".join(signed(rule) for rule in in_the_way),
        )
        self.wanted, self.in_the_way = wanted, in_the_way


def pins_in_the_way(rule: Rule) -> QuerySet[Rule]:
    """The pins that the database would not let stand beside this one, ended ones among them.

    None for what is no pin, or is switched off.
    """
    if rule.position is None or not rule.is_active:
        return Rule.objects.none()
    others = Rule.objects.filter(
        is_active=True,
        position=rule.position,
        beside_product=rule.beside_product_id,
        beside_category=rule.beside_category_id,
    ).exclude(pk=rule.pk)
    if rule.ends_at:
        others = others.filter(Q(starts_at=None) | Q(starts_at__lt=rule.ends_at))
    if rule.starts_at:
        others = others.filter(Q(ends_at=None) | Q(ends_at__gt=rule.starts_at))
    named = ("product", "beside_product", "beside_category", "created_by", "updated_by")
    return others.select_related(*named).order_by("pk")


def start_after_what_ended(rule: Rule) -> None:
    """Let a pin without a start begin now where all that is in its way is over.

    Without a start it would reach back into the time of those that have ended.
    """
    now = timezone.now()
    if rule.starts_at is None and (rule.ends_at is None or rule.ends_at > now):
        ends = list(pins_in_the_way(rule).values_list("ends_at", flat=True))
        if ends and all(end is not None and end <= now for end in ends):
            rule.starts_at = now


def signed(rule: Rule) -> str:
    """A rule as a sentence, and who decided it."""
    who = rule.updated_by or rule.created_by
    if who is None:
        return _("“%(rule)s”") % {"rule": rule}
    name = who.get_full_name() or who.get_username()
    return _("“%(rule)s”, by %(who)s") % {"rule": rule, "who": name}
