"""The one way of a file into the catalogue: recognised, checked, applied, reported, undone.

What pages and commands need; everything that takes long is only asked for here, and done in the
background (`work`), one run at a time, the next in the queue.

    start(file, *, name, user=None, format=None, pictures=None, category=None) -> ImportRun
        Keep an upload (a binary file) and recognise it; nothing is in the catalogue yet. pictures:
        another binary file, a ZIP. Raises FileRefusedError, ArchiveRefusedError,
        StorageUnavailableError: then nothing is left.
    start_by_address(address, *, user=None, format=None, category=None) -> ImportRun
        The same for a file on another server: -> FETCHING -> RECOGNISED, or FAILED with the reason.
    start_in_place(path, *, format=None, pictures=None, category=None) -> ImportRun
        The same for a command on this machine: the pictures are a folder or ZIP and stay there.
    preview(run, *, lines=5) -> Preview
        What was recognised: header, reading, mapping, meanings to choose from, the first cells.
    correct(run, *, reading=None, mapping=None, category=MISSING) -> None
        What staff say better; kept for the next file with the same columns. category: None takes
        away what was chosen. FileRefusedError.
    check(run) -> None
        Ask for the dry run: -> CHECKING -> CHECKED; again as long as nothing has been applied.
    apply(run) -> None
        Ask for the import: CHECKED -> APPLYING -> APPLIED; CANCELLED or FAILED: for the rest.
    cancel(run) -> None
        Stop after the batch under way: -> CANCELLED. What is in stays, and can be undone.
    undo(run) -> None
        Ask for it: APPLIED, CANCELLED, FAILED -> UNDOING -> UNDONE; again for what was not.
    possible(run) -> set[str]
        Which of check, apply, cancel and undo may be asked of it now.
    rows(run, outcome=None, *, problems_only=False) -> QuerySet[ImportRow]
        In the order of the file; `changes`, `problems`, `notices` as ImportRow says.
    progress(run) -> Progress
        done, total, share, counts, seconds_left, is_waiting, ahead (runs before it), is_stalled.
    report(run) -> Iterator[str]
        CSV to stream: the lines that were refused, or lost pictures, as they stand in the file,
        with `line` and `reason`; mended, it can be imported as it is.

`check`, `apply` and `undo` raise WrongStateError (a RefusedError) where the run is not ready.
"""

from catalog.imports.runs.progress import Progress, progress
from catalog.imports.runs.recognition.correcting import correct
from catalog.imports.runs.recognition.preview import Preview, preview
from catalog.imports.runs.recognition.starting import start, start_by_address, start_in_place
from catalog.imports.runs.report import report, rows
from catalog.imports.runs.transitions import (
    WrongStateError,
    apply,
    cancel,
    check,
    possible,
    undo,
)

__all__ = [
    "Preview",
    "Progress",
    "WrongStateError",
    "apply",
    "cancel",
    "check",
    "correct",
    "possible",
    "preview",
    "progress",
    "report",
    "rows",
    "start",
    "start_by_address",
    "start_in_place",
    "undo",
]
