from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from catalog.images.validation import PictureRefusedError, validate_picture
from catalog.refusals import RefusedError


def test_a_refusal_is_a_code_parameters_and_a_sentence() -> None:
    with pytest.raises(PictureRefusedError) as refused:
        validate_picture(b"%PDF-1.4")
    refusal = refused.value
    assert refusal.code == "format"
    assert refusal.parameters == {"kind": "a PDF document"}
    assert str(refusal).startswith("This is a PDF document; pictures must be JPEG")


def test_a_refusal_speaks_the_language_of_whoever_reads_it() -> None:
    refusal = RefusedError("taken", gettext_lazy("Yes"))
    assert str(refusal) == "Yes"
    with translation.override("de"):
        assert str(refusal) == "Ja"


def test_a_sentence_without_parameters_may_hold_a_percent_sign() -> None:
    assert str(RefusedError("full", "The disk is 100% full.")) == "The disk is 100% full."
