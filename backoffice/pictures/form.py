"""What staff fill in for one picture of a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from backoffice.editing.rows import SharedRow
from backoffice.pictures.held_form import MAX_POSITION
from catalog.models import ProductImage


class PictureForm(SharedRow):
    """One picture of a product: its words, its place, whether it is compared."""

    position = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MAX_POSITION,
        help_text=gettext_lazy("The lowest is the cover."),
    )

    class Meta:
        model = ProductImage
        fields = ["alt", "position", "compare"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compare"].required = False  # left out, it stays as it is

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("position", 0) is None:
            self.cleaned_data["position"] = self.instance.position
        return super().clean()
