"""Work on spaces that takes long: asked for by staff, done by a worker, kept with what came of it.

ask(kind, *, user, space=None, other=None, recipe="", activates=False) -> tuple[SpaceJob, bool]
    A row first, a wake-up after; False: somebody has asked for the same and it is under way.
    Raises JobRefusedError.
cancel(job) -> None
    At once where nobody works on it, else at the next step. Raises JobRefusedError.
change_now(kind, *, user, space) -> SpaceJob
    Activating, rolling back and giving up take a moment: done at once, and kept likewise.
last_time(kind) -> LastTime | None
    How long it took, and with how many pictures; `scaled_to` says how long with others.
"""

from __future__ import annotations

from evaluation.jobs.asking import JobRefusedError, ask, cancel
from evaluation.jobs.changing import change_now
from evaluation.jobs.lasting import LastTime, last_time

__all__ = ["JobRefusedError", "LastTime", "ask", "cancel", "change_now", "last_time"]
