"""A demo as a person runs it, on a folder and a port of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

from tests.pictures import draw, encode
from tests.processes import start
from tests.waiting import wait_until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def write_pictures(folder: Path, **colours: str) -> Path:
    """A folder of pictures for import_folder: category_product="red" is category/product.jpg."""
    for name, colour in colours.items():
        path = folder / f"{name.replace('_', '/')}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(draw(colour)))
    return folder


def fetch(port: int, path: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    body: bytes = opener.open(f"http://127.0.0.1:{port}{path}", timeout=10).read()
    return body.decode()


class Demo:
    """`python -m demo` without any network's weights."""

    def __init__(self, folder: Path, *options: str, **environ: str) -> None:
        self.data, self.log, self.port = folder / "data", folder / "console.log", free_port()
        self.process: subprocess.Popen[str] = start(
            *("-m", "demo", *options),
            data=self.data,
            log=self.log,
            PORT=str(self.port),
            # No weights in this folder, and nobody who serves any.
            VITRINE_WEIGHTS_DIR=str(folder),
            VITRINE_WEIGHTS_URL="http://127.0.0.1:9/",
            **environ,
        )

    def wait_until_said(self, words: str, seconds: float, *, since: int = 0) -> None:
        """Wait for words on the console, after its first `since` characters."""
        wait_until(
            lambda: words in self.said()[since:] or self.process.poll() is not None,
            seconds,
            self.said,
        )
        assert words in self.said()[since:], self.said()

    def said(self) -> str:
        return self.log.read_text()

    def fetch(self, path: str) -> str:
        return fetch(self.port, path)

    def checks(self) -> dict[str, Any]:
        """What /readyz found; nothing where it does not answer with 200."""
        try:
            checks: dict[str, Any] = json.loads(self.fetch("/readyz"))["checks"]
        except OSError:
            return {}
        return checks

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(90)
