"""What the columns of a file may mean, in words that staff choose from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.imports.mapping import IGNORE
from catalog.imports.translated import field_and_language
from catalog.translations.reading import language_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MEANINGS: dict[str, str | _StrPromise] = {
    "attributes": gettext_lazy("Attributes, several in one cell"),
    "availability": gettext_lazy("Availability"),
    "brand": gettext_lazy("Brand"),
    "category": gettext_lazy("Category"),
    "currency": gettext_lazy("Currency of the price"),
    "description": gettext_lazy("Description"),
    "family": gettext_lazy("Family: variants of one product"),
    "google_category": gettext_lazy("Google's own category"),
    "handle": gettext_lazy("Handle: lines of one product"),
    "id": gettext_lazy("Number in the other shop"),
    "in_stock": gettext_lazy("In stock: yes or no"),
    "label": gettext_lazy("Words for the first picture"),
    "more_labels": gettext_lazy("Words for more pictures"),
    "more_pictures": gettext_lazy("More pictures"),
    "name": gettext_lazy("Name"),
    "online": gettext_lazy("Shown in the shop"),
    "parent": gettext_lazy("Product that it is a variant of"),
    "picture": gettext_lazy("Picture"),
    "picture_alts": gettext_lazy("Words for the pictures"),
    "picture_position": gettext_lazy("Place of the picture"),
    "pictures": gettext_lazy("Pictures"),
    "price": gettext_lazy("Price"),
    "published": gettext_lazy("Published"),
    "sale_ends": gettext_lazy("Last day of the sale"),
    "sale_price": gettext_lazy("Price in a sale"),
    "sale_starts": gettext_lazy("First day of the sale"),
    "short_description": gettext_lazy("Short description"),
    "sku": gettext_lazy("SKU"),
    "slug": gettext_lazy("Address of its page"),
    "status": gettext_lazy("Status: active or draft"),
    "stock": gettext_lazy("Stock"),
    "store": gettext_lazy("Store view, such as a language"),
    "tracker": gettext_lazy("Whether the stock is counted"),
    "type": gettext_lazy("Kind of product"),
    "variant_picture": gettext_lazy("Picture of the variant"),
    "variations": gettext_lazy("Variants, several in one cell"),
    IGNORE: gettext_lazy("– not imported –"),
}

# Meanings with a number in them, for columns that there are several of.
_NUMBERED: tuple[tuple[re.Pattern[str], str | _StrPromise], ...] = (
    (re.compile(r"option(\d)_name"), gettext_lazy("Option %(number)s: its name")),
    (re.compile(r"option(\d)_value"), gettext_lazy("Option %(number)s: its value")),
    (re.compile(r"attribute_name:(\d+)"), gettext_lazy("Attribute %(number)s: its name")),
    (re.compile(r"attribute_values:(\d+)"), gettext_lazy("Attribute %(number)s: its values")),
)


def in_words(meaning: str) -> str:
    """The label of a meaning; one that nobody has worded yet is shown by its own name."""
    for pattern, words in _NUMBERED:
        if found := pattern.fullmatch(meaning):
            return str(words) % {"number": found[1]}
    field, code = field_and_language(meaning)
    label = str(MEANINGS.get(field, field))
    return f"{label} ({language_name(code)})" if code else label


def choices(meanings: set[str]) -> list[tuple[str, str]]:
    """For a select list: nothing first, an attribute next, and the rest by the alphabet."""
    worded = sorted(
        ((each, in_words(each)) for each in meanings - {IGNORE}), key=lambda pair: pair[1]
    )
    return [(IGNORE, in_words(IGNORE)), ("attribute", _("An attribute, named:")), *worded]
