""" "Select all" of any list, however many: one word for all of them, not a field for each."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from catalog.models import ImportRun
from tests.filled_form import hidden_fields


def test_2100_rows_of_any_list_are_deleted_at_once(admin_client: Client) -> None:
    ImportRun.objects.bulk_create(ImportRun(name=f"{n}.csv", state="applied") for n in range(2_100))
    ImportRun.objects.create(name="kept.csv", state="failed")
    address = reverse("admin:catalog_importrun_changelist", query={"state__exact": "applied"})
    one = admin_client.get(address).context["cl"].result_list[0]
    sent = {"action": "delete_selected", "select_across": "1", "_selected_action": one.pk}

    page = admin_client.post(address, sent)

    assert len(page.content) < 40_000
    assert "2100" in page.content.decode()
    admin_client.post(address, hidden_fields(page))
    assert ImportRun.objects.get().name == "kept.csv"
