"""Failed work by reason, queued again by one of its kind; backups and disk are told honestly."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from embeddings.failures import FILE_MISSING
from embeddings.models import EmbeddingSpace, ImageEmbedding
from monitoring.backups import BackupState, read_backup_status
from monitoring.disk import read_disk
from monitoring.failures import read_failed_pictures, retry_like

pytestmark = pytest.mark.django_db


def test_failed_pictures_stand_by_reason_and_are_retried_by_it(
    plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red", "blue", "teal", "gold")
    rows = list(ImageEmbedding.objects.order_by("pk"))
    for row, error in zip(rows, [FILE_MISSING, FILE_MISSING, "other"], strict=False):
        ImageEmbedding.objects.filter(pk=row.pk).update(state="failed", error=error)
    found = read_failed_pictures()
    assert [(each.reason, each.pictures) for each in found] == [(FILE_MISSING, 2), ("other", 1)]
    assert retry_like(found[0].example) == 2
    assert [each.reason for each in read_failed_pictures()] == ["other"]
    assert ImageEmbedding.objects.pending().count() == 3
    assert retry_like(found[0].example) == 0, "they have not failed any more"


def test_no_backup_is_known_before_one_was_told(tmp_path: Path) -> None:
    assert read_backup_status().state == BackupState.UNKNOWN
    dump = tmp_path / "shop.dump"
    dump.write_bytes(b"PGDMP" + bytes(100))
    call_command("record_backup", dump)
    status = read_backup_status()
    assert (status.state, status.last.name, status.last.bytes) == ("good", "shop.dump", 105)


def test_on_call_is_told_when_it_was(client: Client, tmp_path: Path) -> None:
    name = "vitrine_backup_timestamp_seconds"
    assert name not in client.get("/metrics").content.decode()
    dump = tmp_path / "shop.dump"
    dump.write_bytes(b"PGDMP")
    os.utime(dump, (1_700_000_000, 1_700_000_000))
    call_command("record_backup", dump)
    assert f"{name} 1.7e+09" in client.get("/metrics").content.decode()


def test_an_old_file_is_a_late_backup_however_often_it_is_told(tmp_path: Path) -> None:
    dump = tmp_path / "shop.dump"
    dump.write_bytes(b"PGDMP")
    three_days_ago = time.time() - 3 * 86_400
    os.utime(dump, (three_days_ago, three_days_ago))
    call_command("record_backup", dump)
    assert read_backup_status().state == BackupState.LATE


@pytest.mark.parametrize("content", [b"", b"<html>503</html>", None])
def test_what_is_no_dump_is_no_backup(tmp_path: Path, content) -> None:
    dump = tmp_path / "shop.dump"
    if content is not None:
        dump.write_bytes(content)
    with pytest.raises(CommandError, match=r"shop\.dump"):
        call_command("record_backup", dump)
    assert read_backup_status().state == BackupState.UNKNOWN


def test_a_disk_that_is_nearly_full_is_told(settings) -> None:
    disk = read_disk()
    assert 0 < disk.free < disk.total
    settings.VITRINE_DISK_FREE_PERCENT = 0
    assert not read_disk().is_low
    settings.VITRINE_DISK_FREE_PERCENT = 100
    assert read_disk().is_low
