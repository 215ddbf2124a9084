"""What follows from products and categories alone is worked out once for each state of them.

worked_out(("brands",), lambda: Product.objects.published().count_by_brand())
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from catalog.state.reading import catalogue_state
from infra.process_state import PerProcess

Value = TypeVar("Value")
MOST = 64
"""Values of one state that are kept; the facets of a shop with 1,000 categories take 200 kB."""


class _Remembered:
    """The values of one state, for all threads of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state = ""
        self.values: dict[Hashable, Any] = {}

    def of(self, state: str) -> dict[Hashable, Any]:
        """Those of this state, to be used under the lock; what was of another is let go."""
        if state != self.state:
            self.state, self.values = state, {}
        return self.values


_remembered = PerProcess(_Remembered)


def worked_out(key: Hashable, make: Callable[[], Value]) -> Value:
    """What `make` makes of products and categories, or has made of them as they are now.

    One short statement where it is known. Never stale: a change by whatever way is another state.
    The value is shared, so nobody may change it; `key` holds all that it depends on besides, such
    as the reader's language.
    """
    state = catalogue_state().products
    kept = _remembered.get()
    with kept.lock:
        values = kept.of(state)
        if key in values:
            found: Value = values[key]
            return found
    value = make()  # not under the lock: what takes long makes nobody wait for what is known
    with kept.lock:
        values = kept.of(state)
        while len(values) >= MOST:
            del values[next(iter(values))]
        values[key] = value
    return value
