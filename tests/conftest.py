"""What many tests share: pictures, products, spaces, and a real worker process."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Category, Product
from embeddings.index import use_engine
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import create_space
from infra.process_state import reset_all

# A sandbox needs rights that containers do not have, nor /dev/shm; the rest is to keep it quiet.
CHROMIUM_OPTIONS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-sync", "--disable-background-networking"),
    "--disable-component-update",
]


def _missing(what: str) -> None:
    """Skip, or fail where the run must leave nothing out."""
    if os.environ.get("VITRINE_REQUIRE_ALL") == "1":
        pytest.fail(f"{what}, and VITRINE_REQUIRE_ALL is set")
    pytest.skip(what)


@pytest.fixture(scope="session")
def weights_dir() -> Path:
    """The folder of real encoder weights."""
    if "VITRINE_WEIGHTS_DIR" not in os.environ:
        _missing("no real weights: VITRINE_WEIGHTS_DIR is unset")
    return Path(os.environ["VITRINE_WEIGHTS_DIR"])


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real labelled pictures."""
    if "VITRINE_TEST_DATA" not in os.environ:
        _missing("no labelled pictures: VITRINE_TEST_DATA is unset")
    return Path(os.environ["VITRINE_TEST_DATA"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None) -> None:
    """The server must be there when pytest-django makes the database, right after this."""


@pytest.fixture(autouse=True)
def _fresh_surroundings(servers: None) -> None:
    """Nothing cached, queued, stored or remembered by this process reaches the next test."""
    cache.clear()
    broker().flushall()
    reset_all()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def tune_index() -> Callable[..., PgvectorIndex]:
    """Search with other thresholds for the rest of the test: tune_index(min_rows=50)."""

    def tune(**changes: object) -> PgvectorIndex:
        engine = PgvectorIndex(Tuning(**changes))
        use_engine(engine)
        return engine

    return tune


def broker() -> redis.Redis:
    """A client of the tests' broker."""
    return redis.Redis(unix_socket_path=settings.REDIS_URL.removeprefix("redis+socket://"))


def draw(colour: str = "teal", *, shape: str = "ellipse", size: int = 320) -> Image.Image:
    """A plain product on white: one shape in one colour."""
    image = Image.new("RGB", (size, size), "white")
    box = (size // 5, size // 4, size * 4 // 5, size * 3 // 4)
    getattr(ImageDraw.Draw(image), shape)(box, fill=colour, outline="black")
    return image


def encode(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """An image as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Make the bytes of a JPEG: picture("red", shape="rectangle")."""
    return lambda *args, **options: encode(draw(*args, **options), quality=92)


@pytest.fixture
def category(db) -> Category:
    return Category.objects.create(name="Vases", slug="vases")


@pytest.fixture
def make_product(category: Category, picture) -> Callable[..., Product]:
    """Make a product with pictures of the colours given: make_product("red", "blue")."""

    def make(*colours: str, shape: str = "ellipse", **values: object) -> Product:
        number = Product.objects.count() + 1
        fields = {
            "sku": f"SKU-{number}",
            "slug": f"product-{number}",
            "name": f"Product {number}",
            "category": category,
            "price": number,
            "stock": 5,
        }
        product = Product.objects.create(**{**fields, **values})
        for colour in colours:
            add_picture(product, validate_picture(picture(colour, shape=shape)))
        return product

    return make


@pytest.fixture
def plain_space(db) -> EmbeddingSpace:
    """A live space that needs no weights."""
    return create_space("hog+lab_color")


@pytest.fixture
def resnet_space(db, weights_dir: Path) -> EmbeddingSpace:
    """A live space of the default recipe, on real weights."""
    return create_space("resnet50+lab_color")


@pytest.fixture
def embed(transactional_db) -> Callable[[], int]:
    """Embed everything that waits, in this process; how many pictures."""
    from embeddings.worker.embed import drain

    def embed() -> int:
        total = 0
        while stored := drain(token="test"):
            total += stored
        return total

    return embed


class Worker:
    """A real Celery worker process on the tests' database and broker."""

    def __init__(self, *options: str, app: str = "config.celery", **environ: str) -> None:
        self.log = settings.VITRINE_DATA / f"worker-{time.monotonic_ns()}.log"
        name = connection.settings_dict["NAME"]
        host = connection.settings_dict["HOST"].replace("/", "%2F")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", app, "worker", "-l", "INFO"]
            + ["--concurrency", "1", "-Q", "embeddings,photos", *options],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DATABASE_URL": f"postgresql://postgres@{host}/{name}",
                "REDIS_URL": settings.REDIS_URL,
                "CACHE_URL": settings.CACHE_URL,
                **environ,
            },
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until_ready(self, seconds: float = 90) -> Worker:
        wait_until(lambda: " ready." in self.log.read_text(), seconds, self.output)
        return self

    def output(self) -> str:
        return self.log.read_text()

    def children(self) -> list[int]:
        """The ids of the pool's processes."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def kill(self, sent: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the worker and all its children."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, sent)
            self.process.wait(30)


@pytest.fixture
def start_worker(transactional_db) -> Iterator[Callable[..., Worker]]:
    """Start real worker processes; all are gone after the test."""
    workers: list[Worker] = []

    def start(*options: str, **more: str) -> Worker:
        workers.append(Worker(*options, **more))
        return workers[-1].wait_until_ready()

    yield start
    for worker in workers:
        worker.kill()


@pytest.fixture
def chromium(monkeypatch) -> Iterator[Browser]:
    """A real browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _missing("no Chromium on this machine")
    # Playwright runs an event loop in this thread, which Django takes for an async view.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()
        connections.close_all()  # those that Django keeps apart inside of Playwright's loop


@pytest.fixture
def page(live_server, chromium: Browser) -> Iterator[Page]:
    """A browser tab on the shop; the test fails if the browser had anything to complain about."""
    page = chromium.new_page(base_url=live_server.url)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: said.type in ("error", "warning") and complaints.append(said.text),
    )
    yield page
    assert complaints == []


def wait_until(
    condition: Callable[[], object], seconds: float, explain: Callable[[], object] = lambda: ""
) -> None:
    """Wait for a condition; fail with an explanation when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s\n{explain()}")
        time.sleep(0.05)
