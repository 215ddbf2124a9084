"""What a check finds, and the care with which it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

# Together with the time to connect (settings) under 3 s, the patience of whoever asks.
STATEMENT_TIMEOUT_MS = 400

Result = dict[str, Any]
"""`ok`, a `message` where something is wrong, and what else the check found."""

Check = Callable[[], Result]


def find(check: Check) -> Result:
    """What a check says, or what it met; never raises."""
    try:
        return check()
    except DatabaseError as error:
        told = _("the database gives an error (%(error)s)")
        return wrong(told % {"error": type(error).__name__})
    except Exception as error:  # noqa: BLE001 - whatever a check meets is its answer
        # The kind of error, not its text: texts name hosts and accounts.
        return wrong(_("cannot be reached (%(error)s)") % {"error": type(error).__name__})


def wrong(message: str) -> Result:
    """The finding of a check that is not content."""
    return {"ok": False, "message": message}


@contextmanager
def soon(*, milliseconds: int = STATEMENT_TIMEOUT_MS) -> Iterator[CursorWrapper]:
    """A cursor on which no statement waits long, for a lock above all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {milliseconds:d}")
        yield cursor
