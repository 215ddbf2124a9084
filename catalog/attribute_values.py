"""What a product's attributes say, value by value, whatever an import made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

MAX_CHARACTERS = 120
"""Of a name or a value; longer ones are descriptions."""

# How lists are written where a column holds one text: blue|gray. A comma may be part of a value.
_BETWEEN = re.compile(r"[|;]")


def attribute_values(attributes: object) -> frozenset[tuple[str, str]]:
    """Names and values, such as ("colour", "blue"), without upper case; lists one by one."""
    return frozenset(_values(attributes) if isinstance(attributes, Mapping) else ())


def fold_value(text: str) -> str:
    """A name or a value as it is compared: no upper case, single spaces."""
    return " ".join(text.casefold().split())


def _values(attributes: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    for name, held in attributes.items():
        for value in held if isinstance(held, list) else [held]:
            if isinstance(value, bool):
                texts = [str(value)]
            elif isinstance(value, str):
                texts = _BETWEEN.split(value)
            else:
                texts = [str(value)] if isinstance(value, int | float) else []
            for text in texts:
                pair = fold_value(str(name)), fold_value(text)
                if all(0 < len(part) <= MAX_CHARACTERS for part in pair):
                    yield pair
