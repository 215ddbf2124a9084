"""From a database that answers to an open shop: what the demo does once Django can be loaded."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.management import call_command

from config.env import Environment
from demo.console import Console
from demo.refusal import DemoRefusedError
from demo.supervisor.processes import web, workers
from demo.supervisor.supervisor import Supervisor

_WEB_START_SECONDS = 60
_LOOK_SECONDS = 0.5


def run_shop(env: Environment, *, console: Console, port: int, images: Path | None) -> None:
    """Prepare the database, open the shop, fill it, and watch over it until interrupted."""
    django.setup()
    from demo.accounts import NAME, PASSWORD, ensure_admin
    from demo.seeding import Seeding
    from demo.space import choose_space

    console.show("Preparing the database …")
    call_command("migrate", verbosity=0)
    knows_password = ensure_admin()
    note = choose_space(console)

    logs = env.data / "log"
    logs.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(console)
    try:
        console.show("Starting the web server and the workers …")
        supervisor.keep([web(logs, port=port), *workers(logs)])
        address = f"http://{web_host(port)}/"
        _wait_for_web(supervisor, f"{address}livez", log=logs / "web.log")
        filling = Seeding(supervisor, console, logs=logs, images=images)
        told = False
        while True:
            supervisor.watch()
            filling.look()
            if filling.is_presentable and not told:
                told = True
                console.say(f"\nThe shop is open:  {address}")
                account = f"   ({NAME} / {PASSWORD})" if knows_password else ""
                console.say(f"Its admin:         {address}admin/{account}")
                console.say(f"Logs: {logs}   Stop: Ctrl-C\n")
                if note:
                    console.say(f"{note}\n")
            time.sleep(_LOOK_SECONDS)
    finally:
        console.show("Stopping …")
        supervisor.stop()


def web_host(port: int) -> str:
    return f"127.0.0.1:{port}"


def _wait_for_web(supervisor: Supervisor, address: str, *, log: Path) -> None:
    deadline = time.monotonic() + _WEB_START_SECONDS
    while time.monotonic() < deadline:
        supervisor.watch()
        try:
            # No proxy between this machine and itself.
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
