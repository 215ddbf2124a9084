"""Whose form a held picture belongs to."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A form that one user has open: of a product that exists, or of a new one."""

    user_id: int
    product_id: int | None = None
    form: str = ""
    """32 hex digits. Of a new product: tells apart the forms that a user has open at once."""

    @classmethod
    def of_product(cls, user_id: int, product_id: int) -> Draft:
        # Where the product is deleted meanwhile, its form finds its pictures by this.
        return cls(user_id=user_id, product_id=product_id, form=f"{product_id:032x}")

    @classmethod
    def of_new_product(cls, user_id: int, token: str = "") -> Draft:
        """The form with this token, or where that is none, one that was never seen before."""
        return cls(user_id=user_id, form=token if _TOKEN.fullmatch(token) else uuid.uuid4().hex)
