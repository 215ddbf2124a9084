"""A file is chosen: what is taken begins a run, what is not is told beside its field."""

from __future__ import annotations

import errno
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.imports.models import ImportRun
from catalog.models import Product
from infra.files import atomic
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db

ADD = "admin:catalog_importrun_add"


def test_a_file_is_kept_and_its_columns_are_shown(admin_client: Client, admin_user) -> None:
    category = CategoryFactory.create()
    file = SimpleUploadedFile("a b.csv", b"sku;name;price\nA-1;Vase;12,50\n")
    answer = admin_client.post(reverse(ADD), {"file": file, "category": category.pk})
    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("admin:catalog_importrun_columns", args=[run.pk])
    assert (run.name, run.user, run.category) == ("a b.csv", admin_user, category)
    assert not Product.objects.exists()
    history = admin_client.get(reverse("admin:catalog_importrun_history", args=[run.pk]))
    assert "A file was chosen." in history.content.decode()


@pytest.mark.parametrize(
    ("files", "field", "said"),
    [
        ({}, "file", "Choose a file, or give its address."),
        ({"file": b"%PDF-1.4"}, "file", "This is no CSV, XLSX or XML file"),
        ({"file": b"sku\nA\n", "pictures": b"no zip"}, "pictures", "ZIP"),
        ({"file": b"PK\x03\x04 broken"}, "file", "The spreadsheet is damaged"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    admin_client: Client, files, field, said
) -> None:
    sent = {name: SimpleUploadedFile(name, data) for name, data in files.items()}
    answer = admin_client.post(reverse(ADD), sent)
    assert answer.status_code == 400
    assert said in str(answer.context["form"].errors[field])
    assert not ImportRun.objects.exists()


def test_a_file_at_an_address_is_fetched_by_a_worker(admin_client: Client, admin_user) -> None:
    answer = admin_client.post(reverse(ADD), {"address": "shop.example/a.csv"}, follow=True)
    run = ImportRun.objects.get()
    assert (run.address, run.state, run.user) == (
        "https://shop.example/a.csv",
        ImportRun.State.FETCHING,
        admin_user,
    )
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == reverse("admin:catalog_importrun_change", args=[run.pk])
    assert "It waits for a worker." in page
    assert 'value="Cancel"' in page
    admin_client.post(reverse("admin:catalog_importrun_cancel", args=[run.pk]))
    stopped = admin_client.get(answer.redirect_chain[0][0]).content.decode()
    assert "It was stopped." in stopped
    assert "no longer kept" not in page + stopped


def test_an_address_and_a_file_together_are_refused(admin_client: Client) -> None:
    sent = {"address": "https://a.example/", "file": SimpleUploadedFile("p.csv", b"sku\nA\n")}
    answer = admin_client.post(reverse(ADD), sent)
    assert "Either a file is sent" in str(answer.context["form"].errors["address"])
    assert not ImportRun.objects.exists()


def test_pictures_come_along_as_a_zip(admin_client: Client, picture) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("vase.jpg", picture("red"))
    sent = {
        "file": SimpleUploadedFile("p.csv", b"sku,name,picture\nA,Vase,vase.jpg\n"),
        "pictures": SimpleUploadedFile("p.zip", packed.getvalue()),
    }
    assert admin_client.post(reverse(ADD), sent).status_code == 302
    assert ImportRun.objects.get().pictures


def test_a_full_disk_is_told_and_nothing_is_left(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(atomic, "_write", fail)
    page = admin_client.post(reverse(ADD), {"file": SimpleUploadedFile("p.csv", b"sku\nA\n")})
    assert "the disk is full" in str(page.context["form"].errors)
    assert not ImportRun.objects.exists()


def test_the_category_is_looked_up_by_its_name(admin_client: Client) -> None:
    CategoryFactory.create()
    asked = {"app_label": "catalog", "model_name": "importrun", "field_name": "category"}
    found = admin_client.get(reverse("admin:autocomplete"), {**asked, "term": "vas"}).json()
    assert [each["text"] for each in found["results"]] == ["Vases"]


def test_whoever_may_not_view_categories_cannot_choose_one(staff) -> None:
    client = staff("add_importrun", "change_importrun")
    category = CategoryFactory.create()
    file = SimpleUploadedFile("p.csv", b"sku,name\nA,Vase\n")
    client.post(reverse(ADD), {"file": file, "category": category.pk})
    assert ImportRun.objects.get().category is None
