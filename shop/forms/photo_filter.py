"""Which part of a photo to look at, what counts, and prices; facets are chosen as in lists."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from embeddings.photos.region import Region
from recommendations.request.wish import (
    MAX_BUT_CHARACTERS,
    MAX_WORDS_CHARACTERS,
    Wish,
    WordsRefusedError,
    parse_but,
)
from shop.money import show_price

SIDES = {"x": 0, "y": 0, "w": 100, "h": 100}
"""The whole photo, in percent of its width and height."""

LOOKS: dict[str, tuple[str | Promise, dict[str, float] | None]] = {
    "": (_("Shape and colour"), None),
    "shape": (_("Shape, in any colour"), {"visual": 1}),
    "colour": (_("Colour, of any shape"), {"colour": 1}),
}
"""What may count: how a shopper says it, and the weights of the space's blocks."""


class PhotoFilterForm(forms.Form):
    """Which part of the photo to look at, what counts, and between which prices."""

    words = forms.CharField(
        required=False,
        max_length=MAX_WORDS_CHARACTERS,
        label=_("In words, too"),
        widget=forms.TextInput(attrs={"placeholder": _("in blue, with stripes")}),
    )
    look = forms.ChoiceField(required=False, label=_("What counts"))
    price_min = forms.DecimalField(
        required=False, min_value=0, max_digits=10, decimal_places=2, label=_("Price from")
    )
    price_max = forms.DecimalField(
        required=False, min_value=0, max_digits=10, decimal_places=2, label=_("to")
    )
    sold_out = forms.BooleanField(required=False, label=_("Show sold-out too"))
    nearest = forms.BooleanField(required=False, widget=forms.HiddenInput)
    but = forms.CharField(required=False, max_length=MAX_BUT_CHARACTERS, widget=forms.HiddenInput)
    x = forms.IntegerField(required=False, min_value=0, max_value=95, label=_("From left, %"))
    y = forms.IntegerField(required=False, min_value=0, max_value=95, label=_("From top, %"))
    w = forms.IntegerField(required=False, min_value=5, max_value=100, label=_("Width, %"))
    h = forms.IntegerField(required=False, min_value=5, max_value=100, label=_("Height, %"))

    def __init__(self, *args: Any, blocks: Collection[str], **kwargs: Any) -> None:
        """`blocks`: what the live space compares, such as {"visual", "colour"}."""
        super().__init__(*args, **kwargs)
        self._looks = [
            (key, label)
            for key, (label, weights) in LOOKS.items()
            if weights is None or (len(blocks) > 1 and set(weights) <= set(blocks))
        ]
        cast(forms.ChoiceField, self.fields["look"]).choices = self._looks

    def clean(self) -> dict[str, Any]:
        """A frame that is none, and prices from 50 to 10, do not count, and a sentence says why."""
        asked = super().clean() or {}
        # The fields will show the frame that is looked at, which no complaint is about.
        if [side for side in SIDES if self.errors.pop(side, None)]:
            asked |= dict.fromkeys(SIDES)
            sentence = _("This frame is no part of the photo: we looked as if there were none.")
            self.add_error(None, sentence)
        low, high = asked.get("price_min"), asked.get("price_max")
        if low is not None and high is not None and low > high:
            asked["price_min"] = asked["price_max"] = None
            sentence = _("The price “from” (%(low)s) is above the price “to” (%(high)s).")
            self.add_error(None, sentence % {"low": show_price(low), "high": show_price(high)})
        return asked

    @property
    def offers_looks(self) -> bool:
        """Whether there is a choice of what counts."""
        return len(self._looks) > 1

    @property
    def weights(self) -> dict[str, float] | None:
        """How much each block counts; None leaves it to the space."""
        return LOOKS[self.cleaned_data.get("look") or ""][1]

    @property
    def wish(self) -> Wish:
        """What the shopper says beside the photo."""
        words = self.cleaned_data.get("words") or ""
        try:
            return Wish(words=words, but=parse_but(self.cleaned_data.get("but") or ""))
        except WordsRefusedError:  # of a link that somebody changed: as if absent
            return Wish(words=words)

    @property
    def min_match(self) -> int | None:
        """0 for who wants to see the nearest, even if nothing is close; None: the photos' floor."""
        return 0 if self.cleaned_data.get("nearest") else None

    @property
    def sides(self) -> list[forms.BoundField]:
        return [self[side] for side in SIDES]

    @property
    def frame(self) -> dict[str, int]:
        """The part of the photo to look at, in whole percent; never beyond its edges."""
        asked = {
            side: whole if self.cleaned_data.get(side) is None else self.cleaned_data[side]
            for side, whole in SIDES.items()
        }
        asked["w"] = min(asked["w"], 100 - asked["x"])
        asked["h"] = min(asked["h"], 100 - asked["y"])
        return asked

    def show_frame(self, frame: dict[str, int]) -> None:
        """Fill in the frame that was looked at, so that it can be seen and moved."""
        self.data = {**self.data, **frame}

    @property
    def region(self) -> Region | None:
        """The frame as shares of the photo; None where the shopper leaves it to the shop."""
        if all(self.cleaned_data.get(side) is None for side in SIDES):
            return None
        frame = self.frame
        return (frame["x"] / 100, frame["y"] / 100, frame["w"] / 100, frame["h"] / 100)
