"""The folders of the embedded servers: private, and under names that need no quoting."""

from __future__ import annotations

import os
import pwd
import stat
from contextlib import suppress
from pathlib import Path

from config.embedded_addresses import is_plain, run_dir
from config.services import EmbeddedServerError
from demo.servers.accounts import server_account


def make_run_dir(data: Path) -> Path:
    """Make the folder of sockets and locks that only its owner can enter."""
    data.mkdir(parents=True, exist_ok=True)
    sockets = run_dir(data)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    # In the shared temporary folder somebody else could have made it first, to listen in.
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in _our_ids():
        raise EmbeddedServerError(
            f"{sockets} belongs to another user. Run Vitrine as that user, or set VITRINE_DATA "
            "to a folder of your own."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        sockets.chmod(0o700)
    return sockets


def plain_name_of(data: Path, sockets: Path) -> Path:
    """A name of the data folder without quotes or spaces: its own, or that of a link to it."""
    if is_plain(data):
        return data
    link = sockets / "data"
    if not link.is_symlink() or os.readlink(link) != str(data):
        link.unlink(missing_ok=True)
        link.symlink_to(data, target_is_directory=True)
    return link


def _our_ids() -> set[int]:
    ids = {os.geteuid()}
    if account := server_account():
        with suppress(KeyError):
            ids.add(pwd.getpwnam(account).pw_uid)
    return ids
