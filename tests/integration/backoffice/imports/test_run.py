"""From the dry run to the undo by the buttons of a run's page, and what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from catalog.imports.models import ImportRow, ImportRun
from catalog.models import Product
from tests.factories import ImportRunFactory
from tests.integration.backoffice.imports.conftest import address

pytestmark = pytest.mark.django_db


def text(client: Client, page: str, run: ImportRun, **asked: str) -> str:
    words = client.get(address(page, run), asked).content.decode()
    return " ".join(words.split())


def test_dry_run_shows_numbers_and_then_rows(admin_client: Client, checked) -> None:
    page = text(admin_client, "change", checked)
    assert "Nothing has been changed yet." in page
    for number in ("1</strong> new<", "1</strong> changed<", "1</strong> refused<"):
        assert number in page
    changed = text(admin_client, "rows", checked, show="changed")
    assert "<del>8.00</del>" in changed
    assert "<ins>9.90</ins>" in changed
    assert "A-1" not in changed
    refused = text(admin_client, "rows", checked, show="refused")
    assert "<b>name</b>:" in refused
    assert "A-3" in refused
    assert "<del>" not in text(admin_client, "rows", checked, show="new")
    assert "There are none." in text(admin_client, "rows", checked, q="nothing\0")
    assert Product.objects.count() == 1


def test_import_progress_and_undo(admin_client: Client, checked, work_off) -> None:
    assert "Import now" in text(admin_client, "change", checked)
    admin_client.post(address("apply", checked))
    waiting = admin_client.get(address("progress", checked)).json()
    assert (waiting["state"], waiting["is_working"]) == ("applying", True)
    assert waiting["words"] == "It waits for a worker."
    page = text(admin_client, "change", checked)
    assert "data-progress" in page
    assert '<meta http-equiv="refresh"' in page
    assert 'value="Cancel"' in page
    assert "Import now" not in page
    work_off()
    done = admin_client.get(address("progress", checked)).json()
    assert (done["state"], done["share"], done["is_working"]) == ("applied", 1.0, False)
    assert Product.objects.count() == 2

    Product.objects.filter(sku="A-2").update(price="11.00")
    admin_client.post(address("undo", checked))
    work_off()
    assert set(Product.objects.values_list("sku", flat=True)) == {"A-2"}
    assert Product.objects.get().price == 11
    assert "1</strong> not undone" in text(admin_client, "change", checked)
    told = text(admin_client, "rows", checked, show="not_undone")
    assert "Changed since the import: price." in told


def test_cancel_and_go_on(admin_client: Client, checked, work_off) -> None:
    admin_client.post(address("apply", checked))
    admin_client.post(address("cancel", checked))
    page = text(admin_client, "change", checked)
    assert "It was stopped." in page
    assert "Go on with the import" in page
    admin_client.post(address("apply", checked))
    work_off()
    assert Product.objects.count() == 2


def test_a_second_click_does_nothing_and_says_so(admin_client: Client, checked) -> None:
    admin_client.post(address("apply", checked))
    page = admin_client.post(address("apply", checked), follow=True).content.decode()
    assert "This cannot be done now: the import is being imported." in page


def test_who_did_what_stands_in_the_history(admin_client: Client, checked) -> None:
    admin_client.post(address("apply", checked))
    page = text(admin_client, "history", checked)
    assert "The file is being checked." in page
    assert "The import has begun." in page


def test_what_is_under_way_cannot_be_deleted(admin_client: Client, checked) -> None:
    admin_client.post(address("apply", checked))
    page = admin_client.post(address("delete", checked), {"post": "yes"}).content.decode()
    assert "cancel it first" in page
    assert ImportRun.objects.filter(pk=checked.pk).exists()


def test_a_deleted_run_leaves_no_file(
    admin_client: Client, checked, django_capture_on_commit_callbacks
) -> None:

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address("delete", checked), {"post": "yes"})
    assert not ImportRun.objects.exists()
    assert not Path(checked.file).exists()


def test_many_rows_and_runs_cost_no_more_statements(
    admin_client: Client, checked, django_assert_max_num_queries
) -> None:
    rows = list(checked.rows.values("outcome", "sku"))
    ImportRow.objects.bulk_create(
        ImportRow(run=checked, number=number, **rows[number % 3]) for number in range(10, 210)
    )
    ImportRunFactory.create_batch(30)
    for page in (
        *(address("change", checked), address("rows", checked), address("delete", checked)),
        reverse("admin:catalog_importrun_changelist"),
    ):
        with django_assert_max_num_queries(12):
            admin_client.get(page)
    second = text(admin_client, "rows", checked, p="2")
    assert '<span class="this-page" aria-current="page">2</span>' in second
    assert "203 products" in second
