"""manage.py import_catalog: what it says, and that a kill neither loses nor doubles anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from catalog.imports.models import ImportRun
from catalog.management.commands import import_catalog
from catalog.models import Category, Product, ProductImage
from tests.pictures import draw, encode
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(
        "sku,name,category,price,pictures\nA-1,Vase,Home,12.50,red.jpg\nA-2,Jug,Home,twelve,\n"
    )
    (tmp_path / "red.jpg").write_bytes(encode(draw("red")))
    return path


def started_command(*arguments: str) -> subprocess.Popen[str]:
    """The command in a process of its own, on the tests' servers."""
    host = connection.settings_dict["HOST"].replace("/", "%2F")
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            # A test that loads config.wsgi leaves a web process' short waits for locks there.
            "PGOPTIONS": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"postgresql://postgres@{host}/{connection.settings_dict['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "CACHE_URL": settings.CACHE_URL,
            "VITRINE_DATA": str(settings.VITRINE_DATA),
            "VITRINE_IMPORT_LEASE_SECONDS": "5",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Shells have what they run in the background ignore SIGINT, and all that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_it_says_what_came_in_and_what_did_not(table: Path, capsys) -> None:
    report = table.parent / "report.csv"
    with pytest.raises(CommandError) as raised:
        call_command("import_catalog", table, images=table.parent, report=report, quiet=True)
    assert raised.value.returncode == 3
    said = capsys.readouterr().out
    assert "Format: vitrine." in said
    assert "line 3: A-2: price is no number" in said
    assert "1 new, 0 changed, 0 unchanged, 1 refused" in said
    assert "1 new, 0 replaced" in said
    assert Product.objects.get().images.count() == 1
    assert "A-2,Jug,Home,twelve" in report.read_text(encoding="utf-8-sig")


def test_dry_run_changes_nothing(table: Path, capsys) -> None:
    with pytest.raises(CommandError):
        call_command("import_catalog", table, dry_run=True, quiet=True)
    assert "Nothing was imported. It would be: 1 new" in capsys.readouterr().out
    assert not Product.objects.exists()
    table.write_text("sku,name\nA-1,Vase\n")
    call_command("import_catalog", table, category="Home > Vases", dry_run=True, quiet=True)
    assert "It would be: 1 new" in capsys.readouterr().out
    assert not Category.objects.exists()


def test_a_whole_file_ends_well(table: Path) -> None:
    table.write_text("sku,name\nA-1,Vase\n")
    call_command("import_catalog", table, category="Home > Vases", quiet=True)
    assert Product.objects.get().category.name == "Vases"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"images": Path("/nowhere")}, "no folder or ZIP"),
        ({"format": "magento"}, "SKU"),
    ],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, options, words: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match=words):
        call_command("import_catalog", path, quiet=True, **options)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_catalog", tmp_path / "none.csv")
    assert not ImportRun.objects.filter(state__in=ImportRun.WORKING).exists()


def test_what_breaks_of_an_interruption_counts_as_one(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: object, **_options: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise OperationalError("the connection is closed")

    monkeypatch.setattr(import_catalog, "work", interrupted)
    with pytest.raises(CommandError, match="The same command goes on from there") as raised:
        call_command("import_catalog", table, quiet=True)
    assert raised.value.returncode == 130


def numbered(folder: Path, rows: int) -> tuple[Path, Path]:
    """A file of so many products, each with a picture of its own, and the ZIP of these."""
    archive = folder / "pictures.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for number in range(rows):
            picture = draw(f"hsl({number * 360 // rows}, 80%, 50%)", size=200 + number)
            packed.writestr(f"{number}.jpg", encode(picture))
    table = folder / "many.csv"
    table.write_text(
        "sku,name,category,pictures\n"
        + "".join(f"A-{each},Vase {each},Home,{each}.jpg\n" for each in range(rows))
    )
    return table, archive


def test_a_command_that_is_stopped_waits_for_nobody(tmp_path: Path) -> None:
    table, archive = numbered(tmp_path, 200)
    command = started_command("import_catalog", str(table), "--images", str(archive), "--quiet")
    wait_until(ProductImage.objects.exists, 60, lambda: command.poll())
    with transaction.atomic():
        assert ImportRun.objects.select_for_update().get().is_working
        command.send_signal(signal.SIGINT)
        output = command.communicate(timeout=60)[0]
    assert command.returncode == 130, output
    assert ImportRun.objects.get().claim  # until its lease ends


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_command_that_was_stopped_goes_on(tmp_path: Path, sent: signal.Signals) -> None:
    rows = 200
    table, archive = numbered(tmp_path, rows)
    command = ("import_catalog", str(table), "--images", str(archive), "--quiet")
    first = started_command(*command)
    wait_until(Product.objects.exists, 60, lambda: first.poll())
    with transaction.atomic():
        # However late a busy machine sees the first picture: the command waits here for this one's.
        Product.objects.select_for_update().get(sku=f"A-{rows - 10}")
        wait_until(ProductImage.objects.exists, 60, lambda: first.poll())
        first.send_signal(sent)
        output = first.communicate(timeout=60)[0]
    there = ProductImage.objects.count()
    assert there < rows
    if sent == signal.SIGINT:
        assert first.returncode == 130, output
        assert "The same command goes on from there." in output
    second = started_command(*command)
    output = second.communicate(timeout=120)[0]
    assert second.returncode == 0, output
    assert "Going on after" in output
    assert ImportRun.objects.get().counts["new"] == rows
    assert Product.objects.count() == ProductImage.objects.count() == rows
    assert {each.images.count() for each in Product.objects.all()} == {1}
