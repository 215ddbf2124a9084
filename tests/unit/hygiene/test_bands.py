"""Hashes that nearly agree meet in the index, whichever bits they differ in."""

from __future__ import annotations

import random

from hygiene.measuring.bands import SURELY_MET, bands_of, probes_of


def test_all_hashes_that_differ_in_few_bits_are_met() -> None:
    dice = random.Random(0)
    for _ in range(300):
        one = dice.getrandbits(64)
        other = one
        for bit in dice.sample(range(64), SURELY_MET):
            other ^= 1 << bit
        assert set(bands_of(f"{one:016x}")) & set(probes_of(f"{other:016x}"))


def test_strangers_hardly_ever_meet() -> None:
    dice = random.Random(0)
    met = sum(
        bool(
            set(bands_of(f"{dice.getrandbits(64):016x}"))
            & set(probes_of(f"{dice.getrandbits(64):016x}"))
        )
        for _ in range(2_000)
    )
    assert met <= 8  # 4 bands of 17 in 65,536 each: 2 are expected


def test_a_picture_without_a_hash_is_met_by_none() -> None:
    assert bands_of("") == probes_of("") == []
