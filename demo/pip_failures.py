"""Why an installation failed, in one sentence, from what pip wrote into its log."""

from __future__ import annotations

import re
from pathlib import Path

# The first sign that is found names the cause; the order is from the cause to its symptoms.
_CAUSES = (
    (r"No space left on device|Errno 28\b", "The disk is full: free some 8 GB and start again."),
    (r"Disk quota exceeded", "The disk quota is used up: free some 8 GB and start again."),
    (r"Permission denied|Errno 13\b", "A folder may not be written to; the lines above name it."),
    (
        r"command '[^']*(cc|gcc|clang|c\+\+|g\+\+)[^']*' failed|unable to execute '?(cc|gcc)"
        r"|(cc|gcc|make): (command )?not found|No such file or directory: '(cc|gcc|make)'",
        "There is no ready-made package for this system, and building it needs a C compiler. "
        "On Debian and Ubuntu: apt install build-essential python3-dev",
    ),
    (
        r"Temporary failure in name resolution|Name or service not known|Failed to establish a new"
        r" connection|NewConnectionError|Network is unreachable|Read timed out|ConnectTimeout",
        "The package index cannot be reached: check the network connection and start again; "
        "what has arrived is kept.",
    ),
    (
        r"The user requested \(constraint\) (?P<what>\S+)",
        "pip's own settings on this machine allow only {what}; `pip config list` names the file.",
    ),
    (
        r"No matching distribution found for (?P<what>\S+)",
        "The package index has no {what} for this Python and this system.",
    ),
)


def explain_pip_failure(log: Path) -> str:
    """Say why pip failed, and where to read more."""
    text = log.read_text(errors="replace") if log.exists() else ""
    for sign, sentence in _CAUSES:
        if found := re.search(sign, text):
            return f"Set-up failed. {sentence.format(**found.groupdict())} (Details: {log})"
    return f"Set-up failed: pip says why in the lines above. (Details: {log})"
