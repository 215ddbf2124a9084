"""Pins that want one place at one time: which rule is in the way, whose it is, and until when."""

from __future__ import annotations

from collections.abc import Sequence

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
            rules="; ".join(rule.signed for rule in in_the_way),
        )
        self.wanted, self.in_the_way = wanted, in_the_way
