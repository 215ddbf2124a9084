"""Why a draft cannot be saved: another pin has the place, or a colleague was quicker."""

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
        self.in_the_way = in_the_way


class OvertakenError(RefusedError):
    """Rules that the draft replaces were changed since it was looked at; code `overtaken`."""

    def __init__(self) -> None:
        super().__init__(
            "overtaken", gettext_lazy("Somebody changed rules that you are changing, meanwhile.")
        )
