"""Why an embedded server did not start, in a sentence, from what it wrote into its log."""

from __future__ import annotations

from pathlib import Path

# What the servers write -> what to do about it.
_CAUSES = {
    "No space left on device": "the disk is full; free some space",
    "Disk quota exceeded": "the disk quota is used up; free some space",
    "Read-only file system": "the disk is read-only; set VITRINE_DATA to another folder",
    "Permission denied": "its files belong to another user; run as that user, or set VITRINE_DATA",
    "database files are incompatible": "its data was made by another version of PostgreSQL",
    "Cannot allocate memory": "there is not enough memory",
    "could not map anonymous shared memory": "there is not enough memory",
}
_TAIL_LINES = 5


def explain(server: str, *, output: str = "", log: Path | None = None) -> str:
    """Say why a server failed: the cause where it is a known one, else its last words."""
    lines = output.strip().splitlines()
    if log is not None and log.exists():
        lines += log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
    text = "\n".join(lines)
    for sign, cause in _CAUSES.items():
        if sign in text:
            return f"The embedded {server} did not start: {cause}."
    return f"The embedded {server} did not start; it said:\n{text or '(nothing)'}"
