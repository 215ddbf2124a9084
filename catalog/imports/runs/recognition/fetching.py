"""A file that lies at an address is fetched once, and recognised like one that was sent."""

from __future__ import annotations

from catalog.conf import conf
from catalog.images.validation.limits import MIB
from catalog.imports.problems import FileRefusedError
from catalog.imports.runs.files import forget_files, share_kept, table_of
from catalog.imports.runs.queue.lease import (
    RENEW_SECONDS,
    Lease,
    LeaseLostError,
    StopAskedError,
)
from catalog.imports.runs.recognition.kept import recognise_run
from infra.fetch.errors import FetchRefusedError
from infra.fetch.files import fetch_file
from infra.fetch.rules import rules_of_settings
from infra.fetch.session import FetchSession
from infra.locks.heartbeat import beating


def fetch_file_of(lease: Lease) -> bool:
    """Fetch a run's file and say what its columns look like; always comes to the end.

    Raises FetchRefusedError, FileRefusedError, OSError, and as `Lease.step` does.
    """
    with lease.step() as run:
        address, format = run.address, run.mapping.get("format")
    path = table_of(lease.run_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rules = rules_of_settings(total_seconds=conf.FEED_TOTAL_SECONDS)
    with FetchSession(rules=rules) as session:

        def show_life() -> None:
            try:
                lease.renew()
            except (LeaseLostError, StopAskedError):
                session.abort()

        try:
            # A server may be silent for longer than the lease holds.
            with beating(show_life, every=RENEW_SECONDS):
                done = fetch_file(session, address, path, max_bytes=conf.IMPORT_MAX_MEGABYTES * MIB)
        except FetchRefusedError:
            with lease.step():  # says so where it is no longer this worker's, or was cancelled
                raise
    share_kept(path)
    try:
        with lease.step() as run:
            run.file, run.sha256 = str(path), done.validators.sha256
            recognise_run(run, format=format)
    except FileRefusedError:
        forget_files(lease.run_id)  # as of an upload that is refused; the run names no file
        raise
    return True
