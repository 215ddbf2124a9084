"""What every way of giving words directions in a space has in common."""

from __future__ import annotations

from typing import Protocol

from embeddings.pipeline.vectors.block import Block
from embeddings.pipeline.words.examples import Examples
from embeddings.pipeline.words.table import WordTable


class WordEncoder(Protocol):
    """One way to give words directions in a space: learnt from a shop, or a network's text tower.

    Whichever it is goes through the same grade (`grade_words`), and the better one is kept.
    """

    @property
    def name(self) -> str: ...

    def fit(self, examples: Examples, *, blocks: tuple[Block, ...]) -> WordTable:
        """A direction for each word that is said of the examples.

        A tower reads the words alone, `examples.vectors` being the pictures that it has to meet.
        """
        ...
