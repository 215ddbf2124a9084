"""A worker's part: take the run that is due, go on where it stands, and let go of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError
from django.utils.translation import gettext as _

from catalog.images.validation import ValidationBusyError
from catalog.imports.models import ImportRun
from catalog.imports.runs.applying import apply_rows
from catalog.imports.runs.checking import check_file
from catalog.imports.runs.queue.claims import claim
from catalog.imports.runs.queue.lease import Lease, LeaseLostError, State, StopAskedError
from catalog.imports.runs.recognition.fetching import fetch_file_of
from catalog.imports.runs.undoing import undo_rows
from catalog.refusals import RefusedError
from infra.files.atomic import StorageUnavailableError
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

_AWAY_SECONDS = 3.0  # of a storage that does not answer, before it is asked again

# Each goes on where the run stands, and says whether it has come to the end.
_STAGES: dict[str, tuple[Callable[[Lease], bool], State]] = {
    State.FETCHING: (fetch_file_of, State.RECOGNISED),
    State.CHECKING: (check_file, State.CHECKED),
    State.APPLYING: (apply_rows, State.APPLIED),
    State.UNDOING: (undo_rows, State.UNDONE),
}


def work(
    *,
    token: str,
    seconds: float | None,
    only: int | None = None,
    on_step: Callable[[ImportRun], None] | None = None,
) -> bool:
    """Work on an import for about so many seconds; False where there was nothing to be had.

    only: the id of a run, to work on no other. on_step: is shown the run after each step.
    Whatever ends this process, nothing is done twice: each step is one transaction with its place
    in the file.
    """
    lease = claim(token=token, seconds=seconds, only=only, on_step=on_step)
    if lease is None:
        return False
    run = ImportRun.objects.get(pk=lease.run_id)
    stage, state_after = _STAGES[run.state]
    try:
        is_finished = stage(lease)
    except LeaseLostError:
        logger.warning("import %d: somebody else goes on with it", run.pk)
    except StopAskedError:
        lease.end(State.CANCELLED)
    except ValidationBusyError:
        lease.end()  # others decode; the next slice finds them done
    except StorageAwayError as error:
        _wait_for_storage(lease, error.strerror or "")
    except (RefusedError, StorageUnavailableError) as refusal:
        if isinstance(refusal, StorageUnavailableError) and refusal.code == "away":
            _wait_for_storage(lease, str(refusal))
        else:
            lease.end(State.FAILED, error=str(refusal))
    except OSError as error:
        if isinstance(error, DatabaseError):
            raise
        lease.end(
            State.FAILED,
            error=_("A file cannot be read: %(reason)s.") % {"reason": error.strerror or error},
        )
    except KeyboardInterrupt:
        lease.let_go()
        raise
    else:
        lease.end(state_after if is_finished else None)
    return True


def _wait_for_storage(lease: Lease, reason: str) -> None:
    """Leave an import where it stands: the next slice goes on, once there has been a pause."""
    logger.warning("import %d waits: %s", lease.run_id, reason)
    time.sleep(_AWAY_SECONDS)
    lease.end()
