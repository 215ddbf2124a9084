"""The embedded servers under supervision: one that was killed is started again, and it is said."""

from __future__ import annotations

import re
import time

from config.env import Environment
from demo.console import Console
from demo.servers import EmbeddedServerError, revive_services, stopped_servers
from demo.supervisor.log_tail import LogTail

# Seconds to wait after the first failed attempt, the second, …; then the last of them each time.
_BACK_OFF_SECONDS = (1, 2, 5, 10, 30)
# PostgreSQL ends all sessions when one of its processes is killed, and recovers without help.
_KILLED_SESSION = re.compile(r"\(PID \d+\) was terminated by signal")


class ServerWatch:
    """Looks after PostgreSQL, the broker and the cache; `outages` counts what went wrong."""

    def __init__(self, env: Environment, console: Console) -> None:
        self._env, self._console = env, console
        self._log = LogTail(env.data / "postgres" / "server.log")
        self._attempts, self._try_at = 0, 0.0
        self.outages = 0

    def look(self) -> None:
        """Start again what has stopped; takes milliseconds where nothing has."""
        if any(_KILLED_SESSION.search(line) for line in self._log.new_lines()):
            self.outages += 1
            self._console.say(
                "PostgreSQL: one of its processes was killed; it recovers by itself, "
                "nothing committed is lost."
            )
        if (stopped := stopped_servers(self._env)) and time.monotonic() >= self._try_at:
            self._revive(" and ".join(stopped))

    def _revive(self, names: str) -> None:
        if not self._attempts:
            self.outages += 1
            self._console.say(f"Stopped: {names}; starting again …")
        began = time.monotonic()
        try:
            revive_services(self._env)
        except EmbeddedServerError as error:
            wait = _BACK_OFF_SECONDS[min(self._attempts, len(_BACK_OFF_SECONDS) - 1)]
            self._attempts, self._try_at = self._attempts + 1, time.monotonic() + wait
            self._console.say(f"{error} Trying again in {wait} s.")
        else:
            self._attempts = 0
            self._console.say(f"Runs again: {names}, after {time.monotonic() - began:.1f} s.")
