r"""Parameters of which any of several values will do: brand=A&brand=B, or brand=A,B.

A comma inside of a value is written after a backslash (`Smith\, Wesson`). Without one, what is
itself the name of a brand is taken whole.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.addresses.moved import moved_category
from catalog.models import Category, Product

_PART = re.compile(r"(?:[^\\,]|\\.|\\$)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\,])")


def split_list(text: str) -> list[str]:
    """The values between commas, without what escapes them."""
    parts = (_ESCAPED.sub(r"\1", part).strip() for part in _PART.findall(text))
    return [part for part in parts if part]


class SeveralField(serializers.Field[Any, Any, Any, Any]):
    """One text or several; a list of JSON holds values as they are, without a comma to read.

    Its bounds hold before anything is made of a value.
    """

    most = 20
    longest = 80

    def to_internal_value(self, data: Any) -> list[Any]:
        given = list(data) if isinstance(data, list | tuple) else [data]
        if len(given) > self.most:
            raise self._too_many()
        entry = serializers.CharField(max_length=(self.longest + 2) * self.most)
        texts = [entry.run_validation(each) for each in given]
        if not isinstance(data, list):
            texts = [value for text in texts for value in self.split(text)]
        values = list(dict.fromkeys(texts))
        if len(values) > self.most:
            raise self._too_many()
        if any(len(value) > self.longest for value in values):
            message = _("At most %(count)d characters.") % {"count": self.longest}
            raise serializers.ValidationError(message, "max_length")
        return self.find(values)

    def split(self, text: str) -> list[str]:
        return split_list(text)

    def find(self, values: list[str]) -> list[Any]:
        """What the values stand for; raises ValidationError."""
        return values

    def to_representation(self, value: Any) -> Any:
        return value

    def _too_many(self) -> serializers.ValidationError:
        message = _("At most %(count)d values.") % {"count": self.most}
        return serializers.ValidationError(message, "max_length")


_TEXTS = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


@extend_schema_field(_TEXTS)
class BrandsField(SeveralField):
    """Brands, as written."""

    def split(self, text: str) -> list[str]:
        values = split_list(text)
        if len(values) > 1 and Product.objects.published().filter(brand=text).exists():
            return [text]
        return values


@extend_schema_field(_TEXTS)
class CategoriesField(SeveralField):
    """Categories by their slugs, or by those that they had before."""

    longest = Category._meta.get_field("slug").max_length or 0

    def find(self, values: list[str]) -> list[Category]:
        found = {each.slug: each for each in Category.objects.filter(slug__in=values)}
        for slug in set(values) - found.keys():
            now = moved_category(slug)
            if now is None:
                message = _("There is no such category: %(slug)s.") % {"slug": slug}
                raise serializers.ValidationError(message, "does_not_exist")
            found[slug] = Category.objects.get(slug=now)
        return [found[slug] for slug in values]


@extend_schema_field(_TEXTS)
class SlugsField(SeveralField):
    """Products by their slugs."""

    most = 50
    longest = Product._meta.get_field("slug").max_length or 0


@extend_schema_field(_TEXTS)
class SkusField(SeveralField):
    """Products by their SKUs."""

    most = 50
    longest = Product._meta.get_field("sku").max_length or 0
