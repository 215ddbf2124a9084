"""Why words cannot be searched with."""

from __future__ import annotations

from catalog.refusals import RefusedError


class WordsRefusedError(RefusedError, ValueError):
    """These words cannot be searched with; the message says why.

    code: form, unknown_words, value_not_shown, contradiction, words_unavailable.
    """

    def __init__(self, code: str, sentence: object, *, field: str, **parameters: object) -> None:
        super().__init__(code, sentence, **parameters)  # type: ignore[arg-type]
        self.field = field
        """The parameter at fault: words or but."""
