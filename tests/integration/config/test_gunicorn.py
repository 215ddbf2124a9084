"""The shop as it is served in production: real gunicorn on a PostgreSQL that goes and comes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings

from config.env import Environment
from demo.servers import database_url, ensure_services, revive_services, stop_services_if_last
from demo.servers import postgres as embedded_postgres
from tests.waiting import ends_within, wait_until


class Shop:
    """A served shop with a PostgreSQL of its own."""

    def __init__(self, folder: Path) -> None:
        self.environment = Environment(data=folder)
        ensure_services(self.environment)
        self.log = folder / "gunicorn.log"
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(folder),
            "REDIS_URL": settings.REDIS_URL,
            "CACHE_URL": settings.CACHE_URL,
            "ALLOWED_HOSTS": "shop.example",
            "WEB_CONCURRENCY": "1",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v", "0"],
            cwd=settings.BASE_DIR,
            env=environ,
            check=True,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
            + ["--bind", self.address, "config.wsgi"],
            cwd=settings.BASE_DIR,
            env=environ,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        wait_until(lambda: self.answers("/livez"), 60, self.log.read_text)

    def answers(self, path: str) -> bool:
        try:
            return self.get(path)[0] == 200
        except OSError:
            return False

    def get(self, path: str, host: str = "shop.example") -> tuple[int, Message[str, str], bytes]:
        request = urllib.request.Request(f"http://{self.address}{path}", headers={"Host": host})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def stop_database(self) -> None:
        embedded_postgres.stop(self.environment.data)

    def start_database(self) -> None:
        revive_services(self.environment)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        stop_services_if_last(self.environment.data)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    # Not pytest's own folder: its path is long for a socket's.
    with tempfile.TemporaryDirectory(prefix="vitrine-served-") as folder:
        shop = Shop(Path(folder))
        yield shop
        shop.close()


def test_pages_are_served(shop) -> None:
    status, headers, _ = shop.get("/")
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_shop_is_loaded_once_before_its_processes_are_forked(shop) -> None:
    parent = Path(f"/proc/{shop.process.pid}/maps").read_text()
    assert "numpy" in parent
    assert "psycopg" in parent


def test_only_the_shops_own_names_are_served(shop) -> None:
    assert shop.get("/", host="other.example")[0] == 400


def test_health_is_told_under_the_address_of_the_process(shop) -> None:
    assert shop.get("/livez", host=shop.address)[0] == 200
    assert shop.get("/readyz", host=shop.address)[0] == 200


def test_an_outage_is_said_soon_and_over_without_a_restart(shop) -> None:
    assert shop.get("/")[0] == 200  # its connection is open, and about to die
    shop.stop_database()
    with ends_within(10):
        status, headers, page = shop.get("/")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert b"One moment" in page
        status, headers, body = shop.get("/api/v1/products/")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert json.loads(body)["code"] == "unavailable"
        assert shop.get("/readyz")[0] == 503
        assert shop.get("/livez")[0] == 200
    shop.start_database()
    assert [shop.get(path)[0] for path in ("/", "/api/v1/products/", "/readyz")] == [200] * 3
