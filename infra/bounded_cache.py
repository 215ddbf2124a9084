"""A cache with a bound: what has not been used for longest is let go first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """The values that were used last, at most `size` of them; safe to use from several threads.

    For values that are few and dear, such as loaded networks: they are made one at a time, so that
    two threads which ask for the same one at once do not both make it.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._making = threading.RLock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value kept under a key, or a new one. What `make` raises is passed on, and not kept.

        To make room for a new value the oldest is let go before `make` is called, so that memory
        never holds one more than `size`.
        """
        with self._making:
            if key not in self._values:
                while len(self._values) >= self._size:
                    self._values.popitem(last=False)
                self._values[key] = make()
            self._values.move_to_end(key)
            return self._values[key]

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)
