"""A demo whose servers are killed under it: each runs again soon, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded_addresses import database_url
from tests.demo_process import Demo, write_pictures
from tests.processes import own_folder, start, working_on
from tests.waiting import BUSY, wait_until

HEALED_SECONDS = 10 * BUSY  # at rest: 10


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with own_folder() as folder:
        images = write_pictures(folder / "images", vases_tall="red", vases_wide="blue")
        demo = Demo(folder, IMAGES=str(images), VITRINE_IMPORT_LEASE_SECONDS="10")
        try:
            demo.wait_until_said("2/2 pictures embedded in efficientnet_lite0+lab_color", 120)
            yield demo
        finally:
            demo.stop()
        assert demo.process.returncode == 0, demo.said()
        assert working_on(demo.data) == []


def postmaster(demo: Demo) -> int:
    return int((demo.data / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])


def backend(demo: Demo) -> int:
    """The session of a web process, or of a worker."""
    with psycopg.connect(database_url(demo.data)) as connection:
        query = """
            SELECT pid FROM pg_stat_activity
            WHERE datname = 'vitrine' AND backend_type = 'client backend'
              AND pid <> pg_backend_pid() ORDER BY backend_start LIMIT 1
        """
        found = connection.execute(query).fetchone()
    assert found is not None
    return int(found[0])


def redis_server(demo: Demo, name: str) -> int:
    socket = str(demo.data / "run" / f"{name}.sock")
    return next(
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any(socket in part for part in process.info["cmdline"] or [])
    )


KILLS: dict[str, tuple[Callable[[Demo], int], str]] = {
    "postgres": (postmaster, "Runs again: PostgreSQL"),
    "session": (backend, "one of its processes was killed"),
    "broker": (lambda demo: redis_server(demo, "broker"), "Runs again: broker"),
    "cache": (lambda demo: redis_server(demo, "cache"), "Runs again: cache"),
}


def upload(demo: Demo, images: Path) -> None:
    """Import a folder beside the running shop; its end is what acknowledges the pictures."""
    importer = start("manage.py", "import_folder", str(images), data=demo.data)
    output, _ = importer.communicate(timeout=90)
    assert importer.returncode == 0, output


def slugs(demo: Demo) -> set[str]:
    listed = json.loads(demo.fetch("/api/v1/products/"))
    return {product["slug"] for product in listed["results"]}


def ready(demo: Demo) -> set[str]:
    """The products whose pictures all have their vectors."""
    with psycopg.connect(database_url(demo.data)) as connection:
        query = """
            SELECT product.slug FROM catalog_product product
            JOIN catalog_productimage image ON image.product_id = product.id
            LEFT JOIN embeddings_imageembedding embedding ON embedding.image_id = image.id
            GROUP BY product.slug HAVING bool_and(embedding.state = 'ready')
        """
        return {slug for (slug,) in connection.execute(query)}


@pytest.mark.worker
@pytest.mark.timeout(300)
@pytest.mark.parametrize("what", KILLS)
def test_a_killed_server_runs_again_and_nothing_is_lost(demo, tmp_path: Path, what) -> None:
    find, line = KILLS[what]
    # Letters: import_folder takes names that differ in a number alone for one product.
    before, after = f"before-{what}", f"after-{what}"
    colour = {"postgres": "red", "session": "green", "broker": "blue", "cache": "orange"}[what]
    upload(demo, write_pictures(tmp_path / "before", **{f"rugs_{before}": colour}))
    said = len(demo.said())

    os.kill(find(demo), signal.SIGKILL)

    demo.wait_until_said(line, HEALED_SECONDS, since=said)
    stores = ("database", "broker", "cache")
    wait_until(
        lambda: all(demo.checks().get(store, {}).get("ok") for store in stores),
        HEALED_SECONDS,
        lambda: f"{demo.checks()}\n{demo.said()}",
    )
    assert demo.process.poll() is None, demo.said()
    assert "Traceback" not in demo.said()[said:], demo.said()
    assert before in slugs(demo)
    # What comes in afterwards is embedded as well: the workers have found their way back.
    upload(demo, write_pictures(tmp_path / "after", **{f"rugs_{after}": f"dark{colour}"}))
    wait_until(lambda: {before, after} <= ready(demo), 60, demo.said)


# In a process of its own: this one has servers of its own.
IMPORT = """
import io, time
import django
django.setup()
from catalog.imports import runs
lines = "".join(f"KILLED-{number},Vase,Imported\\n" for number in range(%d))
run = runs.start(io.BytesIO(f"sku,name,category\\n{lines}".encode()), name="killed.csv")
runs.check(run)
while runs.progress(run).state != "checked":
    time.sleep(0.1)
runs.apply(run)
"""
ROWS = 2_000


def asked(demo: Demo, query: str) -> int:
    """A number that the database has; -1 while it is away."""
    try:
        with psycopg.connect(database_url(demo.data)) as connection:
            (number,) = connection.execute(query).fetchone()
    except psycopg.OperationalError:
        return -1
    return number


@pytest.mark.worker
@pytest.mark.timeout(300)
def test_an_import_goes_on_where_a_killed_database_left_it(demo: Demo) -> None:
    began = start("-c", IMPORT % ROWS, data=demo.data)
    output, _ = began.communicate(timeout=90)
    assert began.returncode == 0, output
    applied = "SELECT count(*) FROM catalog_product WHERE sku LIKE 'KILLED-%'"
    wait_until(lambda: asked(demo, applied) > 0, 60, demo.said)
    assert asked(demo, applied) < ROWS

    os.kill(postmaster(demo), signal.SIGKILL)

    done = "SELECT count(*) FROM catalog_importrun WHERE state = 'applied' AND name = 'killed.csv'"
    wait_until(lambda: asked(demo, done) == 1, 120, demo.said)
    assert asked(demo, applied) == ROWS
