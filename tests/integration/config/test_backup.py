"""Backups are made and restored as docs/howto/backup.md says: nothing else tells that they work."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from catalog.images.storage.bucket import BucketStorage
from catalog.models import Category, Product, ProductImage
from catalog.tasks import sweep_files
from demo.servers import postgres
from demo.servers.accounts import hand_over, run_as, server_account
from embeddings.models import ImageEmbedding
from tests.factories import ProductFactory
from tests.fixtures.bucket import Bucket
from tests.processes import own_folder
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

COLOURS = ("red", "crimson", "blue", "navy", "gold", "teal")
COUNTED = (Category, Product, ProductImage, ImageEmbedding)


class Server:
    """A PostgreSQL of its own, with its files in one folder and its log archived in another."""

    def __init__(self, home: Path, *, archive: Path) -> None:
        self.home, self.sockets, self.archive = home, home / "run", archive
        for folder in (home, self.sockets, archive):
            folder.mkdir(exist_ok=True)
        if account := server_account():
            hand_over([home, archive], account)

    def start(self) -> None:
        postgres.start(self.home, self.sockets)

    def stop(self) -> None:
        postgres.stop(self.home)

    def ask(self, query: str) -> Any:
        with psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="vitrine", autocommit=True
        ) as opened:
            asked = opened.execute(query)
            return asked.fetchone()[0] if asked.description else None

    def tool(self, name: str, *arguments: object) -> None:
        run_tool(name, "--host", self.sockets, "--username", "postgres", *arguments)


def run_tool(name: str, *arguments: object) -> None:
    done = subprocess.run(
        [str(postgres._BIN / name), *map(str, arguments)],
        **run_as(server_account()),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder() as folder:
        if account := server_account():
            hand_over([folder], account)
        yield folder


@pytest.fixture
def archiving(folder: Path) -> Iterator[Server]:
    """An empty host, whose server archives its write-ahead log as the how-to has it."""
    server = Server(folder / "first", archive=folder / "archive")
    server.start()
    server.ask("ALTER SYSTEM SET archive_mode = on")
    server.ask(
        "ALTER SYSTEM SET archive_command = "
        f"'test ! -f {server.archive}/%f && cp %p {server.archive}/%f'"
    )
    server.stop()
    server.start()
    yield server
    server.stop()


@contextmanager
def timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.1f} s")


def seen() -> tuple[dict[str, int], dict[str, Any]]:
    """How many rows there are of each kind, and what every product has as its nearest."""
    counts = {model.__name__: model.objects.count() for model in COUNTED}
    nearest = {
        slug: Client().get(f"/api/v1/products/{slug}/similar/", {"limit": 10}).json()["results"]
        for slug in Product.objects.order_by("pk").values_list("slug", flat=True)
    }
    return counts, nearest


def test_a_dump_on_an_empty_host_and_then_a_moment_before_everything_was_deleted(
    bucket: Bucket, plain_space, embed, archiving: Server, folder: Path, database_at
) -> None:
    bucket.client.put_bucket_versioning(
        Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"}
    )
    for colour in COLOURS:
        ProductFactory.create(pictures=[colour])
    assert embed() == len(COLOURS)
    before = seen()
    here = connection.settings_dict

    # Logical: a dump, on a host where nothing is.
    dump = folder / "shop.dump"
    with timed("dump and restore"):
        run_tool(
            *("pg_dump", "--format", "custom", "--file", dump, "--username", "postgres"),
            *("--host", here["HOST"], here["NAME"]),
        )
        archiving.tool("pg_restore", "--no-owner", "--dbname", "vitrine", dump)
    database_at(HOST=str(archiving.sockets), NAME="vitrine")
    assert seen() == before

    # Physical: a base backup, and what was written after it from the archived log.
    copy = Server(folder / "second", archive=folder / "archive")
    with timed("base backup"):
        archiving.tool("pg_basebackup", "--pgdata", copy.home / "postgres", "--checkpoint", "fast")
    ProductFactory.create(pictures=["green"], slug="late")
    assert embed() == 1
    before = seen()
    moment = archiving.ask("SELECT now()")
    pictures = bucket.objects()
    Product.objects.all().delete()
    assert (Product.objects.count(), bucket.objects()) == (0, set())
    archiving.ask("SELECT pg_switch_wal()")
    connection.close()
    archiving.stop()

    with timed("restored to a moment"):
        with (copy.home / "postgres" / "postgresql.auto.conf").open("a") as settings:
            settings.write(
                "archive_mode = off\n"
                f"restore_command = 'cp {copy.archive}/%f %p'\n"
                f"recovery_target_time = '{moment.isoformat()}'\n"
                "recovery_target_action = promote\n"
            )
        (copy.home / "postgres" / "recovery.signal").touch()
        copy.start()
        wait_until(lambda: not copy.ask("SELECT pg_is_in_recovery()"), 60)
    try:
        database_at(HOST=str(copy.sockets), NAME="vitrine")
        call_command("restore_pictures", since=moment.isoformat(timespec="seconds"))
        assert seen() == before
        assert bucket.objects() == pictures
        assert sweep_files() == 0
        for image in ProductImage.objects.all():
            assert Client().get(image.url_at(160)).status_code == 200
        assert not ProductImage.objects.exclude(embeddings__state="ready").exists()
    finally:
        connection.close()
        copy.stop()


def test_pictures_come_back_only_where_versions_are_kept(
    bucket: Bucket, bucket_storage: BucketStorage
) -> None:
    with pytest.raises(CommandError, match="keeps no versions"):
        call_command("restore_pictures", since="2026-11-26 21:00")
    with pytest.raises(CommandError, match="Say the time as"):
        call_command("restore_pictures", since="yesterday")
    bucket_storage.bucket_name = "another"
    with pytest.raises(CommandError, match="cannot be reached: the object storage has no such"):
        call_command("restore_pictures", since="2026-11-26 21:00+00:00")


def test_a_folder_is_copied_back_by_hand() -> None:
    with pytest.raises(CommandError, match="lie in a folder"):
        call_command("restore_pictures", since="2026-11-26 21:00")
