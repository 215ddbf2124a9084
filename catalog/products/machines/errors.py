"""Why a machine's write is refused as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.imports.problems import Problem


class ProductMissingError(Exception):
    """No product has this SKU."""


class VersionMismatchError(Exception):
    """The product is not as the machine believes it to be: somebody else has changed it."""


class ProductRefusedError(Exception):
    """What was sent may not enter."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*(each.reason for each in problems))
        self.problems = problems


class ProductInUseError(Exception):
    """Something else in the shop rests on the product, which therefore stays."""


class PictureMissingError(Exception):
    """The product has no such picture."""


class OrderRefusedError(Exception):
    """An order of pictures does not name each of the product's once."""
