"""How sure a margin makes: as sure as the shop's other margins allow."""

from __future__ import annotations

import numpy as np
import pytest

from hygiene.checking.margins import Margins

CLEAR = np.full(200, -0.9)
"""A shop whose categories look unlike each other."""


@pytest.mark.parametrize(
    ("others", "margin", "low", "high"),
    [
        (CLEAR, 0.8, 0.9, 1.0),
        (CLEAR, 0.1, 0.0, 0.0),  # as far from its own as from any other
        (CLEAR[:20], 0.8, 0.0, 0.0),  # too few to know what is usual
        (np.random.default_rng(0).normal(-0.1, 0.6, 200), 0.8, 0.0, 0.3),  # they look alike
    ],
)
def test_a_margin_is_as_sure_as_it_is_rare(others, margin, low, high) -> None:
    assert low <= Margins(np.append(others, margin)).confidence(margin) <= high


def test_a_larger_margin_is_never_less_sure() -> None:
    dice = np.random.default_rng(0)
    margins = Margins(np.concatenate([dice.normal(-0.6, 0.4, 500), dice.normal(0.7, 0.3, 10)]))
    found = [margins.confidence(each) for each in np.linspace(0, 2, 50)]
    assert found == sorted(found)
    assert found[-1] > 0.5
