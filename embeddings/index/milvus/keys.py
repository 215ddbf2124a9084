"""Texts as numbers: Milvus compares whole numbers, so no text has to be quoted in a filter.

Brands and attributes hold whatever a shop types: quotes, backslashes, line breaks, any script, of
any length. Milvus has a language of its own for filters, which escapes them differently from one
version to the next. A hash has no such trouble, takes 8 bytes, and where two texts should share one
(one chance in 2^63) the store offers a picture too many, which PostgreSQL then leaves out.
"""

from __future__ import annotations

import math
from hashlib import blake2b


def text_key(*texts: str) -> int:
    """0 to 2^63 - 1 for these texts in this order; the same in every process and version."""
    together = "\0".join(texts).encode("utf-8", "surrogatepass")  # PostgreSQL keeps no NUL in texts
    return int.from_bytes(blake2b(together, digest_size=8).digest(), "big") >> 1


def attribute_key(name: str, value: str) -> int:
    """The key of an attribute's value; what the catalogue takes for one number has one key."""
    return text_key(name, _same_number(value))


def _same_number(text: str) -> str:
    # "24", "24.0" and "2.4e1" are one number to `catalog.attributes.condition`.
    try:
        number = float(text)
    except ValueError:
        return text
    return repr(number + 0.0) if math.isfinite(number) else text  # -0.0 is 0.0
