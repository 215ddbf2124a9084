"""What the admin exports, it imports again, and nothing is changed by that."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from catalog.imports.models import ImportRun
from tests.integration.backoffice.imports.conftest import address

pytestmark = pytest.mark.django_db


def check(client: Client, data: bytes, name: str, work_off) -> ImportRun:
    file = SimpleUploadedFile(name, data)
    client.post(reverse("admin:catalog_importrun_add"), {"file": file})
    run = ImportRun.objects.get()
    client.post(address("check", run))
    work_off()
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_exported_catalogue_is_unchanged(
    admin_client: Client, make_product, work_off, kind
) -> None:
    attributes = {"colour": "red", "size": 24, "washable": True}
    make_product(
        "red", "blue", name='Vase, "round"', description="One\n\nTwo", attributes=attributes
    )
    make_product(is_published=False, stock=0)
    answer = admin_client.get(reverse(f"admin:catalog_importrun_export_{kind}"))
    run = check(admin_client, b"".join(answer), f"shop.{kind}", work_off)
    assert (run.state, run.counts) == ("checked", {"unchanged": 2, "categories_new": 0})


def test_the_sheet_of_a_workbook_is_chosen(admin_client: Client) -> None:

    workbook = Workbook()
    workbook.active.title = "Notes"
    workbook.active.append(["sku", "remark"])
    workbook.create_sheet("Products").append(["sku", "name"])
    packed = io.BytesIO()
    workbook.save(packed)
    file = SimpleUploadedFile("p.xlsx", packed.getvalue())
    admin_client.post(reverse("admin:catalog_importrun_add"), {"file": file})
    run = ImportRun.objects.get()
    shown = admin_client.get(address("columns", run)).context["reading_form"]
    assert list(shown.fields) == ["format", "sheet", "shown"]
    sent = {"format": "vitrine", "sheet": "Products", "shown": shown["shown"].value()}
    page = admin_client.post(address("columns", run), {**sent, "_read": "1"})
    columns = page.context["columns_form"].columns()
    assert [column.name for column in columns] == ["sku", "name"]
