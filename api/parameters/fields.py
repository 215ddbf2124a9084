"""Parameters that stand for something else: a region, weights of blocks, attributes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from catalog.attributes.written import parse_attributes
from catalog.products.keyset import Cursor, CursorInvalidError
from embeddings.photos.region import Region
from recommendations.request.block_weights import parse_weights
from recommendations.request.region import parse_region
from recommendations.request.wish import Value, parse_but


class ParsedTextField(serializers.CharField):
    """A text that stands for something else; `parse` makes that of it.

    What CharField checks is checked of the text, not of what it stands for.
    """

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        super().run_validators(text)
        try:
            return self.parse(text)
        except ValueError as error:
            raise serializers.ValidationError(str(error), "invalid") from None

    def run_validators(self, value: Any) -> None:
        """Nothing is left to check: the text has been, before it was parsed."""

    def parse(self, text: str) -> Any:
        """What the text stands for; raises ValueError with a sentence for whoever wrote it."""
        raise NotImplementedError


class RegionField(ParsedTextField):
    """A part of a photo: x,y,w,h as shares of it."""

    def parse(self, text: str) -> Region:
        return parse_region(text)


class WeightsField(ParsedTextField):
    """How much each block counts: visual:1,colour:2."""

    def parse(self, text: str) -> dict[str, float]:
        return parse_weights(text)


class ButField(ParsedTextField):
    """Values of attributes that the answer shall have: colour:blue,pattern:striped."""

    def parse(self, text: str) -> tuple[Value, ...]:
        return parse_but(text)


class AttributesField(ParsedTextField):
    """Names and values: colour:red,material:wool."""

    def parse(self, text: str) -> tuple[tuple[str, str], ...]:
        try:
            return parse_attributes(text)
        except ValueError:
            message = _("Attributes are written as colour:red,material:wool.")
            raise ValueError(message) from None


class CursorField(ParsedTextField):
    """Where the page before ended."""

    def parse(self, text: str) -> Cursor:
        try:
            return Cursor.read(text)
        except CursorInvalidError:
            raise ValueError(_("This is no `next_cursor` of a list.")) from None
