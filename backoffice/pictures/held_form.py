"""What staff fill in for a picture that is not saved with its product yet."""

from __future__ import annotations

from typing import Any

from django import forms

from catalog.images.held.adopting import Wish
from catalog.models import Compare, HeldPicture, ProductImage

MAX_POSITION = 9_999


class HeldForm(forms.Form):
    """A held picture's words and place; bound where the page that was sent had shown it."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    alt = forms.CharField(required=False, max_length=ProductImage._meta.get_field("alt").max_length)
    position = forms.IntegerField(required=False, min_value=0, max_value=MAX_POSITION)
    compare = forms.ChoiceField(required=False, choices=Compare.choices, initial=Compare.AUTO.value)
    let_go = forms.BooleanField(required=False)

    def __init__(self, held: HeldPicture, data: Any = None, *, has_arrived: bool = False) -> None:
        prefix = f"held-{held.pk}"
        self.held = held
        self.has_arrived = has_arrived
        sent = data if data is not None and f"{prefix}-shown" in data else None
        super().__init__(sent, prefix=prefix)

    @property
    def is_wanted(self) -> bool:
        """Whether the product is to get it when the form is saved; needs a valid form."""
        if not self.is_bound:
            return self.has_arrived
        return not self.is_let_go

    @property
    def is_let_go(self) -> bool:
        return self.is_bound and bool(self.cleaned_data.get("let_go"))

    @property
    def wish(self) -> Wish:
        """Needs a valid form."""
        given = self.cleaned_data if self.is_bound else {}
        return Wish(
            held=self.held.pk,
            alt=given.get("alt", ""),
            position=given.get("position"),
            compare=given.get("compare") or Compare.AUTO,
        )
