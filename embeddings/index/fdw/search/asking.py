"""An answer within a second, whichever of the shards is dead, frozen or slow."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
from django.utils.translation import gettext as _

from embeddings.index.external.store import Neighbours, StoreAwayError
from embeddings.index.fdw.layout import Layout
from embeddings.index.fdw.search.coordinator import Coordinator
from embeddings.index.fdw.search.question import Answer, Question, merge
from embeddings.index_conf import conf

# Shares of the time for an answer: a look at a shard that was away, and all shards together by one
# statement. What is left is for each by a statement of its own, should that fail.
_LOOK, _TOGETHER = 0.15, 0.5
_LEAST_SECONDS = 0.05


class Asking:
    """One question, and what is left of its time."""

    def __init__(self, coordinator: Coordinator, question: Question) -> None:
        self._coordinator, self._question = coordinator, question
        self._seconds = conf.SHARDS_ANSWER_SECONDS
        self._until = time.monotonic() + self._seconds

    def run(self) -> list[Neighbours]:
        """The nearest of each query; raises StoreAwayError where no shard answers."""
        layout = self._coordinator.layout(seconds=self._left())
        if self._question.space_id not in layout.spaces:
            layout = self._coordinator.read_layout(seconds=self._left())
        shards = self._present(layout)
        answer = self._ask_together(shards)
        if answer is None or answer.changes != layout.changes:
            newer = self._coordinator.read_layout(seconds=self._left())
            if newer.changes != layout.changes:
                layout, shards = newer, self._present(newer)
                answer = self._ask_together(shards)
        if answer is None:
            answer, shards = self._ask_each(shards)
        if not shards:
            raise StoreAwayError(_("None of the shards answers."))
        exhausted = self._ask_exactly(answer, shards)
        return merge(
            answer,
            self._question,
            shards=len(shards),
            exhausted=exhausted,
            complete=len(shards) == len(layout.shards) and not layout.lacking,
        )

    def _present(self, layout: Layout) -> list[str]:
        if self._question.space_id not in layout.spaces:
            raise StoreAwayError(_("The shards do not keep this space."))
        look = min(_LOOK * self._seconds, self._left())
        return self._coordinator.absence.present(
            layout.shards, lambda shard: self._coordinator.reaches(shard, seconds=look)
        )

    def _ask_together(self, shards: Sequence[str]) -> Answer | None:
        """All of them at once; None where that fails, whoever's fault it is."""
        if not shards:
            return None
        with suppress(psycopg.Error):
            return self._coordinator.ask(
                self._question, shards, seconds=min(_TOGETHER * self._seconds, self._left())
            )
        self._coordinator.close()
        return None

    def _ask_each(self, shards: Sequence[str]) -> tuple[Answer, list[str]]:
        """Each by itself and side by side; those that answer."""
        seconds = self._left()

        def ask(shard: str) -> Answer | None:
            with suppress(psycopg.Error):
                return self._coordinator.ask(self._question, [shard], seconds=seconds)
            return None

        with ThreadPoolExecutor(max(1, len(shards))) as threads:
            answers = dict(zip(shards, threads.map(ask, shards), strict=True))
        self._coordinator.absence.note(name for name, each in answers.items() if each is None)
        heard = {name: each for name, each in answers.items() if each is not None}
        return Answer.together(heard.values()), list(heard)

    def _ask_exactly(self, answer: Answer, shards: Sequence[str]) -> set[tuple[int, int]]:
        """Have shards that gave fewer than were asked for compare all; which they were.

        Few are eligible there, or the index walk has ended before it met enough of them.
        """
        short = list(self._short(answer, len(shards)))
        seconds = self._until - time.monotonic()
        if short and seconds > _LEAST_SECONDS:
            with suppress(psycopg.Error):
                exact = self._coordinator.ask(self._question, shards, seconds=seconds, exact=short)
                answer.found.update(exact.found)
                return set(short)
        return set()

    def _short(self, answer: Answer, shards: int) -> Iterator[tuple[int, int]]:
        for number in range(len(self._question.texts)):
            for place in range(shards):
                if len(answer.found.get((number, place), ())) < self._question.limit:
                    yield number, place

    def _left(self) -> float:
        return max(_LEAST_SECONDS, self._until - time.monotonic())
