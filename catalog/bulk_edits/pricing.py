"""What a product costs after a bulk edit: set, or raised or lowered, and rounded as shops do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from catalog.refusals import RefusedError

_CENT = Decimal("0.01")
MOST = Decimal("99999999.99")
"""What the database can keep."""

OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "set": lambda price, value: value,
    "raise": lambda price, value: price * (100 + value) / 100,
    "lower": lambda price, value: price * (100 - value) / 100,
    "round": lambda price, value: price,
}
"""value: the price itself, or percent of it; "round" takes none."""
ENDINGS = {"": None, "95": Decimal("0.95"), "99": Decimal("0.99"), "00": Decimal(0)}


class PriceRefusedError(RefusedError):
    """A product cannot have this price. code: negative, too_large, rounded_to_nothing."""


@dataclass(frozen=True, kw_only=True)
class PriceChange:
    """operation: one of OPERATIONS; ending: one of ENDINGS."""

    operation: str
    value: Decimal = Decimal(0)
    ending: str = ""

    def of(self, price: Decimal) -> Decimal:
        """The new price, in cents. Raises PriceRefusedError."""
        wanted = OPERATIONS[self.operation](price, self.value)
        if wanted < 0:
            raise PriceRefusedError("negative", _("Its price would be less than nothing."))
        rounded = self._rounded(wanted) if wanted <= MOST else wanted
        if rounded > MOST:
            raise PriceRefusedError("too_large", _("Its price would be too large."))
        if wanted and not rounded:
            raise PriceRefusedError("rounded_to_nothing", _("Rounded, it would cost nothing."))
        return rounded

    def _rounded(self, price: Decimal) -> Decimal:
        """To the nearest price with this ending, the higher of two; what costs nothing stays so."""
        ending = ENDINGS[self.ending]
        if ending is None or not price:
            return price.quantize(_CENT, ROUND_HALF_UP)
        whole = (price - ending).quantize(Decimal(1), ROUND_HALF_UP)
        return (max(whole, Decimal(0)) + ending).quantize(_CENT)

    def as_json(self) -> dict[str, str]:
        return {"operation": self.operation, "value": str(self.value), "ending": self.ending}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Self:
        return cls(operation=held["operation"], value=Decimal(held["value"]), ending=held["ending"])
