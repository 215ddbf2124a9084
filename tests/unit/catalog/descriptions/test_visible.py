"""What can be seen of a name, and what cannot."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from catalog.descriptions.visible import is_visible, validate_visible


@pytest.mark.parametrize("text", ["A", "花", "é", "7", "·", "🙂", "\u200bA", "e\u0301", "?"])
def test_what_has_a_shape_is_seen(text: str) -> None:
    assert is_visible(text)
    validate_visible(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u00a0", "\u200b\u2060", "\ufeff", "\u202e", "\u3164", "\u2800", "\u0301", "\x00"],
)
def test_blanks_formats_and_lone_marks_are_not(text: str) -> None:
    assert not is_visible(text)
    with pytest.raises(ValidationError, match="Nothing of it can be seen"):
        validate_visible(text)
