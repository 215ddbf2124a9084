"""One import at a time, the next in the queue, and a worker that dies costs nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from catalog.conf import conf
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.pictures import PictureSource, open_pictures
from catalog.imports.rows import RefusedRow
from catalog.imports.runs import applying, checking
from catalog.imports.runs.files import notes_of
from catalog.imports.runs.queue import lease
from catalog.imports.runs.queue.claims import MAX_ATTEMPTS, claim, is_any_waiting
from catalog.imports.runs.queue.lease import LeaseLostError
from catalog.imports.runs.retention import forget_old_runs
from catalog.imports.runs.working import work
from catalog.imports.tables import Place, Record, delimited
from catalog.imports.tables.delimited import DelimitedTable
from catalog.models import Product
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


def lines(*numbers: int) -> str:
    return "sku,name,category\n" + "".join(f"A-{each},Vase {each},X\n" for each in numbers)


def test_two_imports_follow_each_other(started) -> None:
    first, second = started(lines(1)), started(lines(2))
    runs.check(first)
    runs.check(second)
    assert runs.progress(second).ahead == 1
    held = claim(token="one", seconds=60)
    assert held is not None
    assert held.run_id == first.pk
    assert claim(token="two", seconds=60) is None
    assert not is_any_waiting()
    held.end(ImportRun.State.CHECKED)
    then = claim(token="two", seconds=60)
    assert then is not None
    assert then.run_id == second.pk


def test_whoever_shows_no_life_is_followed_by_another(started) -> None:
    run = started(lines(1))
    runs.check(run)
    dead = claim(token="dead", seconds=60)
    assert dead is not None
    ImportRun.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert claim(token="next", seconds=60) is not None
    with pytest.raises(LeaseLostError), dead.step():
        pytest.fail("a worker that was given up goes on")


def test_slices_go_on_where_they_stand(started, finish, monkeypatch) -> None:
    for module, name in ((checking, "BATCH"), (applying, "PRODUCTS"), (applying, "PICTURES")):
        monkeypatch.setattr(module, name, 2)
    # However long it takes to come back to where they stand.
    monkeypatch.setattr(lease.Lease, "begin_anew", lambda self, *, seconds: None)
    run = started(lines(*range(7)))
    runs.check(run)
    seen = []
    while work(token="t", seconds=0):
        run.refresh_from_db()
        seen.append(run.cursor)
    assert seen[:3] == [2, 4, 6]
    assert run.state == ImportRun.State.CHECKED
    assert run.counts["new"] == run.total == 7
    runs.apply(run)
    slices = 0
    while work(token="t", seconds=0):
        slices += 1
    assert slices >= 4
    assert Product.objects.count() == 7


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_slice_knows_the_skus_of_those_before(started, monkeypatch, is_lost) -> None:
    monkeypatch.setattr(checking, "BATCH", 2)
    monkeypatch.setattr(lease.Lease, "begin_anew", lambda self, *, seconds: None)
    run = started(lines(0, 1, 2, 0, 3, 1, 4))
    notes = notes_of(run.pk)
    runs.check(run)
    while work(token="t", seconds=0):
        run.refresh_from_db()
        assert notes.exists() == (run.state == ImportRun.State.CHECKING)
        if is_lost:  # as on another host, or after a kill
            notes.unlink(missing_ok=True)
    assert run.total == 7
    refused = run.rows.filter(outcome="refused")
    assert [row.lines for row in refused] == [[5], [7]]
    assert [row.problems[0]["code"] for row in refused] == ["duplicate_sku"] * 2
    assert run.counts == {"new": 5, "refused": 2, "categories_new": 1}


def test_a_slice_reads_no_line_again(started, monkeypatch) -> None:
    monkeypatch.setattr(checking, "BATCH", 2)
    monkeypatch.setattr(delimited, "MARK_LINES", 1)
    monkeypatch.setattr(lease.Lease, "begin_anew", lambda self, *, seconds: None)
    read: list[int] = []

    def records(self: DelimitedTable, after: Place) -> Iterator[Record | RefusedRow]:
        for each in all_records(self, after):
            read.append(each.line if isinstance(each, Record) else each.lines[0])
            yield each

    run = started(lines(*range(6)))
    all_records = DelimitedTable.records
    monkeypatch.setattr(DelimitedTable, "records", records)
    runs.check(run)
    while work(token="t", seconds=0):
        pass
    # The last one of a slice comes again, and is passed over.
    assert read == [2, 3, 3, 4, 5, 5, 6, 7, 7]


def test_opening_many_pictures_leaves_time_for_them(started, finish, monkeypatch) -> None:
    for name in ("PRODUCTS", "PICTURES"):
        monkeypatch.setattr(applying, name, 2)
    now = 0.0
    for module in (applying, lease):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now))

    @contextmanager
    def open_slowly(files: Path | None, *, index: Path) -> Iterator[PictureSource]:
        nonlocal now
        now += 1_000
        with open_pictures(files) as source:
            yield source

    monkeypatch.setattr(applying, "open_pictures", open_slowly)
    run = started(lines(*range(7)))
    runs.check(run)
    finish(run)
    runs.apply(run)
    assert work(token="t", seconds=20)
    run.refresh_from_db()
    assert run.state == ImportRun.State.APPLIED


def test_a_run_that_gets_no_further_is_given_up(started) -> None:
    run = started(lines(1))
    runs.check(run)
    for number in range(MAX_ATTEMPTS):
        assert claim(token=str(number), seconds=60) is not None
        ImportRun.objects.update(lease_expires_at=None)
    assert claim(token="last", seconds=60) is None
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert run.error


def test_cancelled_before_anybody_works_on_it(started, finish) -> None:
    run = started(lines(1))
    runs.check(run)
    runs.cancel(run)
    assert run.state == ImportRun.State.CANCELLED
    assert not work(token="t", seconds=60)
    runs.check(run)
    assert finish(run).state == ImportRun.State.CHECKED


def test_cancelled_after_a_batch_and_gone_on_with(started, finish, monkeypatch) -> None:
    monkeypatch.setattr(applying, "PRODUCTS", 2)
    run = started(lines(*range(6)))
    runs.check(run)
    finish(run)
    runs.apply(run)

    def stop(now: ImportRun) -> None:
        if now.cursor:
            runs.cancel(run)

    work(token="t", seconds=60, on_step=stop)
    run.refresh_from_db()
    assert run.state == ImportRun.State.CANCELLED
    assert Product.objects.count() == 2
    runs.apply(run)
    assert finish(run).state == ImportRun.State.APPLIED
    assert Product.objects.count() == run.counts["new"] == 6
    runs.undo(run)
    finish(run)
    assert not Product.objects.exists()


def test_what_is_not_ready_says_so(started, finish) -> None:
    run = started(lines(1))
    for ask in (runs.apply, runs.undo):
        with pytest.raises(runs.WrongStateError, match="recognised"):
            ask(run)
    runs.check(run)
    with pytest.raises(runs.WrongStateError):
        runs.check(run)
    finish(run)
    runs.apply(run)
    finish(run)
    with pytest.raises(runs.WrongStateError):
        runs.check(run)


def test_a_file_that_cannot_be_read_fails_in_words(started, finish) -> None:
    run = started(lines(1))
    runs.check(run)
    ImportRun.objects.update(file="/nowhere/at-all")
    run = finish(run)
    assert run.state == ImportRun.State.FAILED
    assert "No such file" in run.error


def test_a_row_that_the_database_refuses_costs_no_other(started, finish) -> None:
    ProductFactory.create(sku="B-1", slug="vase-2")
    run = started("sku,name,slug,category\nA-1,One,one,X\nA-2,Two,two,X\n")
    runs.check(run)
    finish(run)
    # As if somebody took the address between the look and the writing.
    content = run.rows.get(sku="A-2").content
    run.rows.filter(sku="A-2").update(content={**content, "brand": "b" * 200})
    runs.apply(run)
    finish(run)
    assert Product.objects.filter(sku="A-1").exists()
    assert [each["code"] for each in run.rows.get(sku="A-2").problems] == ["database"]
    assert run.counts["refused"] == run.counts["new"] == 1


def test_old_runs_are_forgotten_with_their_files(imported, settings) -> None:
    old, young = imported(lines(1)), imported(lines(2))
    long_ago = timezone.now() - timedelta(days=conf.IMPORT_KEPT_DAYS + 1)
    ImportRun.objects.filter(pk=old.pk).update(finished_at=long_ago)
    strays = [settings.VITRINE_DATA / "imports" / name for name in ("987654", "vitrine-import-x")]
    for stray in strays:
        stray.mkdir()
        os.utime(stray, (0, 0))
    assert forget_old_runs() == 1
    assert not any(stray.exists() for stray in strays)
    assert not (settings.VITRINE_DATA / "imports" / str(old.pk)).exists()
    assert not old.rows.exists()
    assert young.rows.exists()
    assert Product.objects.count() == 2
