"""What is wished for in words, as it is written: words, and "the same but in blue"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalog.attribute_values import MAX_CHARACTERS, fold_value
from catalog.attributes.written import parse_attributes, write_attribute
from catalog.refusals import RefusedError

MAX_WORDS_CHARACTERS = 200
MAX_BUT_CHARACTERS = 400
MAX_BUTS = 8

Value = tuple[str, str]


class WordsRefusedError(RefusedError, ValueError):
    """These words cannot be searched with; the message says why.

    code: form, unknown_words, value_not_shown, contradiction, words_unavailable.
    """

    def __init__(self, code: str, sentence: object, *, field: str, **parameters: object) -> None:
        super().__init__(code, sentence, **parameters)  # type: ignore[arg-type]
        self.field = field
        """The parameter at fault: words or but."""


@dataclass(frozen=True)
class Wish:
    """What a question adds in words to what it looks for."""

    words: str = ""
    but: tuple[Value, ...] = ()
    """Names and values of attributes, folded, that the answer shall have."""

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.but)


def parse_but(text: str) -> tuple[Value, ...]:
    """Read `colour:blue,pattern:striped`, as attributes are written; empty is nothing.

    Raises WordsRefusedError.
    """
    if not text.strip():
        return ()
    try:
        written = parse_attributes(text)
    except ValueError:
        written = (("", ""),)
    wanted: dict[str, str] = {}
    for name, value in ((fold_value(name), fold_value(value)) for name, value in written):
        if not (0 < len(name) <= MAX_CHARACTERS and 0 < len(value) <= MAX_CHARACTERS):
            raise WordsRefusedError(
                "form", _("Wishes are written as colour:blue,pattern:striped."), field="but"
            )
        if wanted.setdefault(name, value) != value:
            raise WordsRefusedError(
                "contradiction",
                _("%(name)s cannot be %(one)s and %(other)s at once."),
                field="but",
                name=name,
                one=wanted[name],
                other=value,
            )
    if len(wanted) > MAX_BUTS:
        raise WordsRefusedError(
            "form", _("Name at most %(count)d wishes."), field="but", count=MAX_BUTS
        )
    return tuple(wanted.items())


def write_but(wanted: Iterable[Value]) -> str:
    """As `parse_but` reads it."""
    return ",".join(write_attribute(name, value) for name, value in wanted)
