"""SKUs that people cannot tell apart are one."""

from __future__ import annotations

import pytest

from catalog.imports.skus import clean_sku, fold_sku


@pytest.mark.parametrize(
    "other",
    [
        "abc-77",
        "ABC\u201177",
        "ABC-77\u200b",
        " abc\u201377 ",
        "ＡＢＣ－７７",
        "ABC\u221277",
        "\ufeffABC-77",
    ],
)
def test_look_alikes_fold_to_one(other):
    assert fold_sku(other) == fold_sku("ABC-77")


@pytest.mark.parametrize("other", ["ABC77", "ABC-7", "ABC_77", "ABC-77-1", "АВС-77"])
def test_others_do_not(other):
    assert fold_sku(other) != fold_sku("ABC-77")


def test_what_cannot_be_seen_is_not_kept():
    assert clean_sku("\u200bABC\u00a0 77\u0007\ufeff ") == "ABC 77"
    assert clean_sku("NOR.0707-60") == "NOR.0707-60"
