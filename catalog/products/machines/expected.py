"""What a machine believes of a product before it writes."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Product
from catalog.products.machines.errors import VersionMismatchError
from catalog.products.machines.version import version_of


@dataclass(frozen=True, slots=True)
class Expected:
    """Nothing at all unless said."""

    versions: frozenset[str] | None = None
    """Any of these; `*`: whichever, but there is one."""
    is_new: bool = False
    """There is no such product yet."""

    def check(self, product: Product | None) -> None:
        """product: locked, or None where there is none. Raises VersionMismatchError."""
        if product is not None and self.is_new:
            raise VersionMismatchError
        if self.versions is None or (product is not None and "*" in self.versions):
            return
        if product is None or version_of(product) not in self.versions:
            raise VersionMismatchError
