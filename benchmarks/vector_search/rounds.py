"""Many ways to answer the same questions, timed turn by turn: what else runs, slows all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection

ROUNDS = 5


@dataclass
class Subject:
    """One way to answer, and how long it took."""

    name: str
    ask: Callable[[Any], object]
    questions: Sequence[Any]
    notes: Sequence[object] = ()
    """Further columns of its row."""
    rounds: list[list[float]] = field(default_factory=list)
    """Seconds of each question, by round."""
    cpu: list[float] = field(default_factory=list)
    """Processor seconds a question by round: this process and the database session it asks."""

    def row(self) -> list[object]:
        """Its name, p50 and p95 (each: median of the rounds, least to most), CPU, and notes."""
        return [self.name, self._ms(50), self._ms(95), f"{1000 * np.median(self.cpu):.2f}"] + [
            *self.notes
        ]

    @property
    def p50(self) -> float:
        """ms; median of the rounds."""
        return float(np.median([1000 * np.percentile(seconds, 50) for seconds in self.rounds]))

    def _ms(self, percentile: int) -> str:
        values = [1000 * np.percentile(seconds, percentile) for seconds in self.rounds]
        return f"{np.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


HEAD = ["", "p50 ms", "p95 ms", "CPU ms"]


def take_turns(subjects: Sequence[Subject], *, rounds: int = ROUNDS) -> None:
    """Let each subject answer its questions once a round, the order turned a step every round."""
    for subject in subjects:
        for question in subject.questions[:5]:
            subject.ask(question)
    for number in range(rounds):
        start = number % len(subjects)
        for subject in [*subjects[start:], *subjects[:start]]:
            before = time.process_time() + _server_seconds()
            seconds = []
            for question in subject.questions:
                started = time.perf_counter()
                subject.ask(question)
                seconds.append(time.perf_counter() - started)
            used = time.process_time() + _server_seconds() - before
            subject.rounds.append(seconds)
            subject.cpu.append(used / len(seconds))


def _server_seconds() -> float:
    """Processor time that this connection's PostgreSQL process has used; Linux only, else 0."""
    connection.ensure_connection()
    path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0
