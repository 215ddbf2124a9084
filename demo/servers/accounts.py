"""Which account runs the embedded PostgreSQL: ours, or as root (which it refuses) a made one."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from config.services import EmbeddedServerError

_ACCOUNT = "pgserver"


def server_account() -> str | None:
    """The account to run PostgreSQL as; none where it is our own."""
    return _ACCOUNT if os.geteuid() == 0 else None


def run_as(account: str | None) -> dict[str, Any]:
    """How to run a process as an account, with its groups alone, from a folder it may enter."""
    if account is None:
        return {"cwd": "/"}
    return {"cwd": "/", "user": account, "group": account, "extra_groups": []}


def make_account(account: str) -> None:
    """Make the system account of the server unless there is one."""
    try:
        pwd.getpwnam(account)
    except KeyError:
        try:
            subprocess.run(
                ["useradd", "--system", "--user-group", "--no-create-home", account],  # noqa: S607 - /sbin, /usr/sbin
                check=True,
                capture_output=True,
                text=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            reason = (getattr(error, "stderr", "") or str(error)).strip()
            raise EmbeddedServerError(
                "PostgreSQL does not run as root, and an account for it could not be made "
                f"({reason}). Start Vitrine as an ordinary user, or set DATABASE_URL."
            ) from error


def hand_over(folders: Iterable[Path], account: str) -> None:
    """Give folders to the account, and let it pass through (not list) those above them."""
    uid = pwd.getpwnam(account).pw_uid
    for folder in folders:
        os.chown(folder, uid, -1)
        open_way(folder)


def open_way(folder: Path) -> None:
    """Let every account pass through (not list) the folders above `folder`."""
    for parent in folder.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
