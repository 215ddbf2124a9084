"""When the demo cannot go on: one sentence instead of a traceback."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130  # what shells report for a command that was stopped by Ctrl-C


class DemoRefusedError(Exception):
    """The demo cannot start or go on; the message says why, and what to do about it."""


@contextmanager
def refusing_clearly() -> Iterator[None]:
    """Leave the program with a sentence and a non-zero exit code for whatever went wrong."""
    try:
        yield
    except DemoRefusedError as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except OSError as error:
        sys.exit(explain_os_error(error))


def explain_os_error(error: OSError) -> str:
    """What the operating system refused, in a sentence that names the place."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}. Free some space and start again; nothing is lost."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This folder may not be written to{place}. Change its owner, or move Vitrine."
    return f"The system refused: {error.strerror or error}{place}."
