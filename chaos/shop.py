"""A shop of the chaos tests' own: servers, web processes, a worker, beat, and who uploads to it."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from django.db import connections

from benchmarks.environment import Server, start_gunicorn
from catalog.models import Category, Product
from chaos import processes
from chaos.fault import NotSurvivedError
from chaos.pictures import PRODUCTS
from chaos.uploads import Ledger
from demo.servers import revive_services
from embeddings.models import ImageEmbedding
from embeddings.spaces.lifecycle import create_space
from infra.process_state import reset_all
from web.keys.making import add_secret
from web.keys.models import ApiKey, Scope

SETTLE_SECONDS = 60.0
RECIPE = "hog+lab_color"  # needs no weights: what is played is not what pictures look like


class Shop:
    """What faults are played on. Leave it as it was: `mend` starts again what was killed."""

    web: Server
    worker: Server
    beat: Server

    def __init__(self, *, patience: float) -> None:
        self._patience, self._begun = patience, time.monotonic()
        self._extra: list[Server] = []
        self.port = _free_port()
        self.undo = ExitStack()
        """What a fault leaves to be undone by `mend`, should it not come to that itself."""
        self.may_leave_files = False
        """An upload was ended between its files and its rows: they are the sweeper's."""

    def __enter__(self) -> Shop:
        self.say(f"A shop on {os.environ['VITRINE_DATA']}.")
        create_space(RECIPE)
        category = Category.objects.create(slug="chaos", name="Chaos")
        for number in range(PRODUCTS):
            name = f"CHAOS-{number}"
            values = {"slug": name.lower(), "name": name, "price": 1, "stock": 1}
            Product.objects.create(sku=name, category=category, **values)
        key = ApiKey.objects.create(name="chaos", scopes=[Scope.WRITE])
        self.ledger = Ledger(add_secret(key), port=self.port)
        self.web, self.worker, self.beat = self._start_web(), self.start_worker(), _start_beat()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.undo.close()
        for server in (*self._extra, self.worker, self.beat, self.web):
            server.stop()

    def say(self, text: str) -> None:
        """Tell whoever watches."""
        print(f"  {time.monotonic() - self._begun:6.1f} s  {text}", flush=True)

    def start_worker(self, name: str = "worker", **env: str) -> Server:
        """A worker of one process that is ready; `pictures` that are odd: tests/worker."""
        app = "tests.worker.odd_worker" if "ODD_PICTURES" in env else "config.celery"
        server = Server(
            "celery", "-A", app, "worker", "-Q", "embeddings,photos", "-c", "1", "-l", "INFO",
            "-n", f"{name}@%h", "--without-gossip", "--without-mingle", env=env,
        )  # fmt: skip
        self._extra.append(server)
        server.wait_for(" ready.", self._patience * 60)
        return server

    def replace_worker(self, **env: str) -> Server:
        """Another worker in the place of the one that is there."""
        processes.kill(self.worker)
        self.worker = self.start_worker(**env)
        self.undo.callback(self._plain_worker)
        return self.worker

    def mend(self) -> None:
        """Everything runs again as it did before the fault."""
        self.undo.close()
        revive_services()
        connections.close_all()
        reset_all()
        if self.web.process.poll() is not None:
            self.web = self._start_web()
        if self.worker.process.poll() is not None:
            self.worker = self.start_worker()
        if self.beat.process.poll() is not None:
            self.beat = _start_beat()
        for server in self._extra:
            if server is not self.worker and server.process.poll() is None:
                processes.thaw(server)
                server.stop()
        self._extra = [self.worker]

    def settle(self) -> float:
        """Wait until no picture waits; how many seconds.

        Raises NotSurvivedError where there is no progress for a minute: how many wait grows with
        the faults that came before, and how long each takes with what else the machine does.
        """
        begun = time.monotonic()
        while left := waiting():
            self._see_fewer_waiting(left)
        return time.monotonic() - begun

    def _see_fewer_waiting(self, left: int) -> None:
        self.wait(lambda: waiting() < left, SETTLE_SECONDS, lambda: f"{left} wait still")

    def wait(
        self,
        condition: Callable[[], object],
        seconds: float,
        told: Callable[[], str] = lambda: "it did not come true",
    ) -> float:
        """Wait until something is so; how many seconds. Raises NotSurvivedError."""
        begun = time.monotonic()
        while not condition():
            if time.monotonic() - begun > seconds * self._patience:
                raise NotSurvivedError(f"{told()} after {seconds * self._patience:.0f} s")
            time.sleep(0.1)
        return time.monotonic() - begun

    def expect_within(self, took: float, seconds: float, what: str) -> None:
        """Raises NotSurvivedError where something took longer than promised."""
        if took > seconds * self._patience:
            raise NotSurvivedError(f"{what} took {took:.1f} s, promised are {seconds:g}")

    def get(self, path: str, *, seconds: float = 60) -> tuple[int, str]:
        """The status and the text of a page; status 0 where nobody answers."""
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=seconds) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def keep_logs(self, fault: str) -> None:
        """Copy the logs of a fault that was not survived to where they outlive the shop."""
        kept = Path(tempfile.mkdtemp(prefix=f"chaos-{fault}-"))
        for server in (self.web, self.beat, *self._extra):
            shutil.copy(server.log, kept)
        self.say(f"The logs are in {kept}.")

    def _start_web(self) -> Server:
        options = ("--config", "config/gunicorn.py", "config.wsgi")
        return start_gunicorn(*options, port=self.port, path="/livez")

    def _plain_worker(self) -> None:
        processes.kill(self.worker)


def waiting() -> int:
    """How many embeddings are to be made."""
    return ImageEmbedding.objects.pending().count()


def at_work() -> bool:
    """Whether a worker has pictures in hand."""
    return ImageEmbedding.objects.pending().exclude(claim="").exists()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _start_beat() -> Server:
    return Server("celery", "-A", "config.celery", "beat", "-l", "WARNING")
