"""From a database that answers to an open shop: what the demo does once Django can be loaded."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.management import call_command

from config.env import BASE_DIR, Environment
from demo.checks import HOST
from demo.console import Console
from demo.refusal import DemoRefusedError
from demo.servers import revive_services
from demo.supervisor.processes import development_web, web, workers
from demo.supervisor.servers import ServerWatch
from demo.supervisor.source_watch import SourceWatch
from demo.supervisor.supervisor import Supervisor

_WEB_START_SECONDS = 60
_LOOK_SECONDS = 0.5
_PREPARE_ATTEMPTS = 3


def run_shop(
    env: Environment, *, console: Console, port: int, images: Path | None, reload: bool = False
) -> None:
    """Prepare the database, open the shop, seed it, and watch over it until interrupted.

    With `reload`, for whoever works on the shop: programs take up what is saved.
    """
    django.setup()
    from django.db import Error

    from demo.late_weights import LateWeights
    from demo.seeding import Seeding

    knows_password, note = _prepare(env, console)
    logs = env.data / "log"
    logs.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(console, servers=ServerWatch(env, console))
    try:
        console.show("Starting the web server and the workers …")
        behind = workers(logs)
        supervisor.keep([(development_web if reload else web)(logs, port=port), *behind])
        if reload:
            supervisor.reload(behind, source=SourceWatch(BASE_DIR))
        address = f"http://{HOST}:{port}/"
        _wait_for_web(supervisor, f"{address}livez", log=logs / "web.log")
        seeding = Seeding(supervisor, console, logs=logs, images=images)
        late_weights = LateWeights(console)
        told = False
        while True:
            supervisor.watch()
            try:
                seeding.look()
                late_weights.look()
                is_open = seeding.is_presentable
            except Error:
                _reconnect(console)
                is_open = False
            if is_open and not told:
                told = True
                _say_open(console, address, logs, knows_password=knows_password, note=note)
            time.sleep(_LOOK_SECONDS)
    finally:
        console.show("Stopping …")
        supervisor.stop()


def _prepare(env: Environment, console: Console) -> tuple[bool, str]:
    """Tables, administrator, space: whether admin/admin opens the admin, and the space's note."""
    from django.db import Error

    from demo.accounts import ensure_admin
    from demo.space import choose_space

    for attempt in range(1, _PREPARE_ATTEMPTS + 1):
        try:
            console.show("Preparing the database …")
            call_command("migrate", verbosity=0)
            return ensure_admin(), choose_space(console)
        except Error as error:
            if attempt == _PREPARE_ATTEMPTS:
                raise DemoRefusedError(f"The database could not be prepared: {error}") from error
            _reconnect(console)
            revive_services(env)
    raise AssertionError("unreachable")


def _reconnect(console: Console) -> None:
    """A session that a stopped server took along is no good any more; the next query opens one."""
    from django.db import connection

    connection.close()
    console.show("Waiting for PostgreSQL …")


def _say_open(
    console: Console, address: str, logs: Path, *, knows_password: bool, note: str
) -> None:
    from demo.accounts import NAME, PASSWORD

    console.say(f"\nThe shop is open:  {address}")
    account = f"   ({NAME} / {PASSWORD})" if knows_password else ""
    console.say(f"Its admin:         {address}admin/{account}")
    console.say(f"Logs: {logs}   Stop: Ctrl-C\n")
    if note:
        console.say(f"{note}\n")


def _wait_for_web(supervisor: Supervisor, address: str, *, log: Path) -> None:
    deadline = time.monotonic() + _WEB_START_SECONDS
    while time.monotonic() < deadline:
        supervisor.watch()
        try:
            # No proxy stands between this machine and itself.
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return  # it answers; what it says is for /readyz
        except OSError:
            time.sleep(0.1)
    raise DemoRefusedError(
        f"The web server did not answer in {_WEB_START_SECONDS} s. It says why in {log}"
    )
