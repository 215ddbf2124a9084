"""A file to begin with: every column, and two products that show how they are filled in."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.exports.columns import Columns
from catalog.imports.rows import PictureReference, ProductRow
from catalog.imports.translated import text_meanings

_IN_OTHER_LANGUAGES = {
    "RED": {"name:de": "Klappstuhl, rot", "name:ar": "كرسي قابل للطي، أحمر"},
    "BLUE": {"name:de": "Klappstuhl, blau", "name:ar": "كرسي قابل للطي، أزرق"},
}


def template_columns() -> Columns:
    """All of a whole catalogue, texts in the shop's other languages among them."""
    return Columns(attributes=("colour", "material"), texts=text_meanings())


def template_rows(*, currency: str) -> list[ProductRow]:
    """Two variants of one design, unpublished, in the reader's language."""
    category = (_("Garden"), _("Chairs"))
    return [
        ProductRow(
            sku=f"CHAIR-{code}",
            lines=(),
            name=_("Folding chair, %(colour)s") % {"colour": colour},
            slug="",
            description=_("Folds flat. An empty line\nmakes a paragraph."),
            price=Decimal("49.90"),
            currency=currency,
            category=category,
            brand=_("Your brand"),
            family="CHAIR",
            attributes={"colour": colour, "material": _("beech")},
            texts=_IN_OTHER_LANGUAGES[code],
            stock=stock,
            is_published=False,
            pictures=(
                PictureReference(f"chair-{code.lower()}.jpg", _("The chair from the front")),
                PictureReference(f"chair-{code.lower()}-back.jpg", _("The chair from behind")),
            ),
        )
        for code, colour, stock in (("RED", _("red"), 12), ("BLUE", _("blue"), 0))
    ]
