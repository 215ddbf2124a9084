"""A file to begin with: every column, and two products that show how they are filled in."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from catalog.exports.columns import Columns
from catalog.imports.rows import PictureReference, ProductRow
from catalog.imports.translated import other_languages, text_meaning, text_meanings

_COLOURS = (("RED", gettext_noop("red"), 12), ("BLUE", gettext_noop("blue"), 0))


def template_columns() -> Columns:
    """All of a whole catalogue, texts in the shop's other languages among them."""
    return Columns(attributes=("colour", "material"), texts=text_meanings())


def template_rows(*, currency: str) -> list[ProductRow]:
    """Two variants of one design, unpublished, in the reader's language."""
    return [
        ProductRow(
            sku=f"CHAIR-{code}",
            lines=(),
            name=_name(colour),
            description=_description(),
            slug="",
            price=Decimal("49.90"),
            currency=currency,
            category=(_("Garden"), _("Chairs")),
            brand=_("Your brand"),
            family="CHAIR",
            attributes={"colour": _(colour), "material": _("beech")},
            texts=_other_texts(colour),
            stock=stock,
            is_published=False,
            pictures=(
                PictureReference(f"chair-{code.lower()}.jpg", _("The chair from the front")),
                PictureReference(f"chair-{code.lower()}-back.jpg", _("The chair from behind")),
            ),
        )
        for code, colour, stock in _COLOURS
    ]


def _name(colour: str) -> str:
    return _("Folding chair, %(colour)s") % {"colour": _(colour)}


def _description() -> str:
    return _("Folds flat. An empty line\nmakes a paragraph.")


def _other_texts(colour: str) -> dict[str, str]:
    texts = {}
    for code in other_languages():
        with override(code):
            texts[text_meaning("name", code)] = _name(colour)
            texts[text_meaning("description", code)] = _description()
    return texts
