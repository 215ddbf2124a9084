"""SKUs that look alike are one to people, whatever characters a program put into them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextField = models.CharField[str, str]
else:
    TextField = models.CharField

MAX_CHARACTERS = 64
_MINUS = "\u2212\u00ad"  # minus sign and soft hyphen, which are no dashes to Unicode


def clean_sku(text: str) -> str:
    """As it is kept: without what cannot be seen, and without blanks around it."""
    visible = "".join(
        " " if unicodedata.category(each) in ("Zs", "Zl", "Zp") else each
        for each in text
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    return " ".join(visible.split())


def fold_sku(text: str) -> str:
    """As it is compared: abc-77, ABC-77, and ABC-77 with a hyphen that does not break, are one."""
    dashed = "".join(
        "-" if unicodedata.category(each) == "Pd" or each in _MINUS else each for each in text
    )
    return re.sub(r"\s+", " ", clean_sku(unicodedata.normalize("NFKC", dashed))).casefold()


class FoldedSkuField(TextField):
    """The SKU of a product as it is compared, kept in step whenever one is saved or inserted."""

    def __init__(self, **options: Any) -> None:
        # A ligature may fold to 18 letters; what is longer is cut, and compared by its beginning.
        fixed = {"max_length": 255, "editable": False, "blank": True, "default": ""}
        super().__init__(**{**fixed, "db_default": "", **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Never what somebody set: it follows the SKU."""
        folded = fold_sku(model_instance.sku)[:255]  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, folded)
        return folded
