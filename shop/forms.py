"""What shoppers may ask of a page: order, filters, words, a photo, a part of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from embeddings.photos.region import Region
from shop.tree import CategoryTree

MAX_SEARCH_CHARACTERS = 200
WHOLE = {"x": 0, "y": 0, "w": 100, "h": 100}
"""The whole photo, in percent of its width and height."""

ORDERS = {
    "newest": ("Newest", ("-created_at", "-pk")),
    "price": ("Price, low to high", ("price", "pk")),
    "-price": ("Price, high to low", ("-price", "pk")),
}


class ShelfForm(forms.Form):
    """How to see a category: in which order, and whether without what is sold out."""

    sort = forms.ChoiceField(
        choices=[(key, label) for key, (label, _) in ORDERS.items()],
        required=False,
        label="Sort by",
    )
    in_stock = forms.BooleanField(required=False, label="In stock only")

    @property
    def order(self) -> tuple[str, ...]:
        """The order asked for; newest first where none, or no known one, is."""
        return ORDERS[self.cleaned("sort") or "newest"][1]

    def cleaned(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)


class SearchForm(forms.Form):
    q = forms.CharField(max_length=MAX_SEARCH_CHARACTERS, required=False, label="Search")


class PhotoUploadForm(forms.Form):
    """A shopper's photo; whether it is one is for the gate to say."""

    image = forms.FileField(
        label="Your photo",
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "dropzone-input"}),
        error_messages={
            "required": "Choose a photo first.",
            "invalid": "Choose a photo first.",
            "empty": "This file is empty. Choose another one.",
        },
    )


LOOKS: dict[str, tuple[str, dict[str, float] | None]] = {
    "": ("Shape and colour", None),
    "shape": ("Shape, in any colour", {"visual": 1}),
    "colour": ("Colour, of any shape", {"colour": 1}),
}
"""What may count: how a shopper says it, and the weights of the space's blocks."""


class PhotoFilterForm(forms.Form):
    """Which part of the photo to look at, what counts, and which products may answer."""

    look = forms.ChoiceField(required=False, label="What counts")
    category = forms.ChoiceField(required=False)
    price_min = forms.DecimalField(
        required=False, min_value=0, max_digits=10, decimal_places=2, label="Price from"
    )
    price_max = forms.DecimalField(
        required=False, min_value=0, max_digits=10, decimal_places=2, label="to"
    )
    sold_out = forms.BooleanField(required=False, label="Show sold-out too")
    x = forms.IntegerField(required=False, min_value=0, max_value=95, label="From left, %")
    y = forms.IntegerField(required=False, min_value=0, max_value=95, label="From top, %")
    w = forms.IntegerField(required=False, min_value=5, max_value=100, label="Width, %")
    h = forms.IntegerField(required=False, min_value=5, max_value=100, label="Height, %")

    def __init__(
        self, *args: Any, tree: CategoryTree, blocks: Collection[str], **kwargs: Any
    ) -> None:
        """`blocks`: what the live space compares, such as {"visual", "colour"}."""
        super().__init__(*args, **kwargs)
        self.fields["look"].choices = [  # type: ignore[attr-defined]
            (key, label)
            for key, (label, weights) in LOOKS.items()
            if weights is None or (len(blocks) > 1 and set(weights) <= set(blocks))
        ]
        shelves = [(c.slug, "\u2003" * depth + c.name) for depth, c in tree.walk()]
        self.fields["category"].choices = [("", "All categories"), *shelves]  # type: ignore[attr-defined]

    @property
    def offers_looks(self) -> bool:
        """Whether there is a choice of what counts."""
        return len(self.fields["look"].choices) > 1  # type: ignore[attr-defined]

    @property
    def weights(self) -> dict[str, float] | None:
        """How much each block counts; None leaves it to the space."""
        return LOOKS[self.cleaned_data.get("look") or ""][1]

    @property
    def sides(self) -> list[forms.BoundField]:
        return [self[side] for side in WHOLE]

    @property
    def frame(self) -> dict[str, int]:
        """The part of the photo to look at, in whole percent; never beyond its edges."""
        asked = {
            side: whole if self.cleaned_data.get(side) is None else self.cleaned_data[side]
            for side, whole in WHOLE.items()
        }
        asked["w"] = min(asked["w"], 100 - asked["x"])
        asked["h"] = min(asked["h"], 100 - asked["y"])
        return asked

    @property
    def region(self) -> Region | None:
        """The frame as shares of the photo; None for the whole."""
        frame = self.frame
        if frame == WHOLE:
            return None
        return (frame["x"] / 100, frame["y"] / 100, frame["w"] / 100, frame["h"] / 100)
