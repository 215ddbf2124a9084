"""Which products have a value of an attribute, whether it is a text, a number or a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q

# As people write numbers; a longer one is an article number, and 1e999 nothing to reckon with.
_WHOLE = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}\.\d{1,9}")
_YES_NO = {"true": True, "false": False}


def has_attribute(name: str, values: Sequence[str]) -> Q:
    """The condition that the attribute has one of these values, alone or among several.

    Upper case counts. Numbers and booleans are meant by their texts as well: 24, true. By
    containment, which the index of attributes answers.
    """
    condition = Q(pk__in=[])
    for text in values:
        for value in _meant(text):
            condition |= Q(attributes__contains={name: value})
            condition |= Q(attributes__contains={name: [value]})
    return condition


def _meant(text: str) -> list[str | int | float | bool]:
    """What JSON may hold where a text is asked for: 24 is meant by "24" as well."""
    meant: list[str | int | float | bool] = [text]
    if text in _YES_NO:
        meant.append(_YES_NO[text])
    elif _WHOLE.fullmatch(text):
        meant.append(int(text))
    elif _NUMBER.fullmatch(text):
        meant.append(float(text))
    return meant
