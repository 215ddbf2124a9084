"""Which of the embedded servers have stopped, told in milliseconds and without asking them."""

from __future__ import annotations

import socket
from pathlib import Path

from config.embedded_addresses import run_dir
from config.env import Environment
from demo.servers import postgres, redis
from demo.servers.folders import plain_name_of

POSTGRES = "PostgreSQL"


def stopped_servers(env: Environment) -> list[str]:
    """The names of the servers that should run and do not; one that is only slow counts as running.

    A process that is gone leaves nobody behind its socket, so a connection is refused at once.
    """
    sockets = run_dir(env.data)
    stopped = []
    if not env.database_url and not postgres.lives(plain_name_of(env.data, sockets)):
        stopped.append(POSTGRES)
    if not env.redis_url:
        stopped += [name for name in redis.NAMES if not _listens(sockets / f"{name}.sock")]
    return stopped


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:  # it is there, and has its hands full
            return True
        return True
