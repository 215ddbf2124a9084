"""A catalogue with faults, and the walk that finds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hygiene.checking.walk import walk_whole
from hygiene.models import Finding

Check = Callable[[], set[tuple[str, str]]]


@pytest.fixture
def check(db: None) -> Check:
    """Examine the whole catalogue: the kinds and subjects' products that are open afterwards."""

    def check() -> set[tuple[str, str]]:
        assert walk_whole(everything=True, told=lambda walked: None) is not None
        found = Finding.objects.filter(state="open")
        return set(found.values_list("kind", "product__name"))

    return check
