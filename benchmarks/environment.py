"""Servers and data of the measurements' own, in a folder that goes away with them."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PORT = 8199
_SHARED = BASE_DIR.parent / "shared" / "data"
_INSTALLED = BASE_DIR / "var" / "weights"


def read_numbers(variable: str, *default: int) -> list[int]:
    """Whole numbers with commas between them, of an environment variable; none if it is empty."""
    given = os.environ.get(variable)
    return list(default) if given is None else [int(each) for each in given.split(",") if each]


def prepare_environment() -> None:
    """Start embedded servers on a fresh folder, set Django up, and migrate."""
    data = Path(tempfile.mkdtemp(prefix="vitrine-bench-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "VITRINE_ENCODER"):
        os.environ.pop(name, None)
    os.environ["VITRINE_DATA"] = str(data)
    if _INSTALLED.is_dir():  # what set-up has fetched, such as the network that finds things
        (data / "weights").symlink_to(_INSTALLED)
    # Installed shops have bytecode (Dockerfile); without it each start compiles the shop anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(data / "bytecode")
    os.environ["VITRINE_RATE_LIMITS"] = "off"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if _SHARED.is_dir():
        os.environ.setdefault("VITRINE_WEIGHTS_DIR", str(_SHARED / "weights"))
        os.environ.setdefault("VITRINE_TEST_DATA", str(_SHARED))
    from demo.servers import ensure_services

    ensure_services()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def picture_files(limit: int) -> list[bytes]:
    """Real shop pictures where VITRINE_TEST_DATA has them, else the demo's own."""
    if folder := os.environ.get("VITRINE_TEST_DATA"):
        files = sorted((Path(folder) / "magento-luma" / "pub").rglob("*.jpg"))
        return [path.read_bytes() for path in files[:: max(1, len(files) // limit)][:limit]]
    from demo.catalogue import demo_products
    from demo.catalogue.files import draw_files

    return [file for product in demo_products()[:limit] for file in draw_files(product)][:limit]


def fill_catalogue(pictures: int) -> None:
    """A product for each of so many pictures, validated, in a live default space."""
    add_products(picture_files(pictures))


def add_products(files: Sequence[bytes]) -> None:
    """The same for these pictures; as many products as are there already come first."""
    from django.conf import settings

    from catalog.images.saving import add_picture
    from catalog.images.validation import validate_picture
    from catalog.models import Category, Product
    from embeddings.spaces.lifecycle import create_space

    create_space(settings.VITRINE_ENCODER)
    category, _ = Category.objects.get_or_create(slug="all", defaults={"name": "All"})
    there = Product.objects.filter(sku__startswith="REAL-").count()
    for number, file in enumerate(files[there:], start=there):
        product = Product.objects.create(
            sku=f"REAL-{number}",
            slug=f"real-{number}",
            name=f"Real product {number}",
            category=category,
            price=number % 90 + 1,
            stock=3,
        )
        add_picture(product, validate_picture(file))


def embed_all() -> None:
    """Embed what waits, in this process."""
    from embeddings.worker.embed import drain

    while drain(token="benchmark"):
        pass


class Server:
    """A process of the shop, beside this one, on the same servers."""

    def __init__(self, *command: str, env: Mapping[str, str] | None = None) -> None:
        self.log = Path(os.environ["VITRINE_DATA"]) / f"{time.monotonic_ns()}.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=BASE_DIR,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **(env or {})},
        )
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the process and its children."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)

    def wait_for(self, text: str, seconds: float = 120) -> None:
        """Wait until the log says so."""
        deadline = time.monotonic() + seconds
        while text not in self.log.read_text():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.1)


def start_web(*options: str, app: str = "config.wsgi") -> Server:
    """The shop as the demo runs it: two processes of four threads, unless options say otherwise."""
    config = "--config", "config/gunicorn.py"
    return start_gunicorn(*config, *options, app, port=PORT, path="/livez")


def start_gunicorn(
    *options: str, port: int, path: str, env: Mapping[str, str] | None = None
) -> Server:
    """Two processes of four threads that answer at `path`.

    Raises RuntimeError when the port is taken: what runs there would be measured in their place.
    """
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise RuntimeError(f"Something runs on port {port} already.")
    server = Server(
        "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
        "--access-logfile", "/dev/null", *options, env=env,
    )  # fmt: skip
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2)
            return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(server.log.read_text())


def start_worker(
    queues: str, *, processes: int = 1, env: Mapping[str, str] | None = None
) -> Server:
    """A Celery worker, of one process unless more are asked for."""
    server = Server(
        "celery", "-A", "config.celery", "worker", "-Q", queues, "-c", str(processes),
        "-l", "INFO", "-n", f"{queues}@%h", "--without-gossip", "--without-mingle", env=env,
    )  # fmt: skip
    server.wait_for(" ready.")
    return server
