"""The shop as it is served: real web processes on the tests' database, broker and cache."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import Message

from django.conf import settings
from django.db import connection

from tests.waiting import wait_until

HOST = "127.0.0.1"


class ServedShop:
    """Web processes that serve the tests' database, as config/gunicorn.py has them."""

    def __init__(self, *, processes: int = 1, **environ: str) -> None:
        self.log = settings.VITRINE_DATA / f"web-{time.monotonic_ns()}.log"
        database = connection.settings_dict
        host = database["HOST"].replace("/", "%2F")
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
            + ["--bind", f"{HOST}:{self.port}", "--workers", str(processes)]
            + ["--no-control-socket", "config.wsgi"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DATABASE_URL": f"postgresql://postgres@{host}/{database['NAME']}",
                "REDIS_URL": settings.REDIS_URL,
                "CACHE_URL": settings.CACHE_URL,
                "VITRINE_DATA": str(settings.VITRINE_DATA),
                "VITRINE_RATE_LIMITS": "off",
                **environ,
            },
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        wait_until(lambda: self.status("/livez") == 200, 60, self.log.read_text)

    def status(self, path: str) -> int:
        """What a page answers; 0 where nobody does."""
        try:
            return self.get(path)[0]
        except OSError:
            return 0

    def get(self, path: str, *, seconds: float = 30) -> tuple[int, Message[str, str], bytes]:
        return self.ask(urllib.request.Request(f"http://{HOST}:{self.port}{path}"), seconds=seconds)

    def ask(
        self, request: urllib.request.Request, *, seconds: float = 30
    ) -> tuple[int, Message[str, str], bytes]:
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def connect(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), timeout=30)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)
