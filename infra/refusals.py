"""What people hand in may be refused: a code for programs, and one sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RefusedError(Exception):
    """Something may not enter; `str()` is one sentence in the reader's language.

    code: which rule it breaks; the subclasses list theirs. parameters: the numbers and names that
    the sentence holds, already written out.
    """

    def __init__(self, code: str, sentence: str | _StrPromise, **parameters: object) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.parameters = parameters
        self.sentence = sentence

    def __str__(self) -> str:
        # Only now: who reads it may speak another language than who was served when it was raised.
        sentence = str(self.sentence)
        return sentence % self.parameters if self.parameters else sentence
