"""What is wrong with a row of a file, and what is worth knowing about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalog.refusals import RefusedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_SHOWN = 80
"""Characters of a value that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that staff are told: a code for programs, and one sentence for people."""

    code: str
    sentence: str | _StrPromise
    parameters: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = str(self.sentence)
        return sentence % self.parameters if self.parameters else sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused; `reason` is one sentence in the reader's language."""

    code: str
    column: str
    """As the file's header has it; empty where the whole row is meant."""
    value: str
    """What stands there, cut to MAX_SHOWN characters."""
    sentence: str | _StrPromise
    parameters: dict[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        names = {"column": self.column, "value": self.value, **self.parameters}
        return str(self.sentence) % names

    def as_json(self) -> dict[str, str]:
        """For reports and for the database."""
        return {
            "code": self.code,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


def problem(
    code: str, sentence: str | _StrPromise, *, column: str = "", value: object = "", **more: object
) -> Problem:
    """A problem whose value is short enough to be shown."""
    text = "".join(each if each.isprintable() else " " for each in str(value))
    shown = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
    return Problem(code, column, shown, sentence, more)


class FileRefusedError(RefusedError):
    """A file cannot be read as a whole; `str()` is one sentence.

    code: empty, not_a_table, too_wide, too_long, encoding, unknown_format, damaged, doctype,
    not_xml, no_items, no_sheet, mapping or one of ArchiveRefusedError.
    """
