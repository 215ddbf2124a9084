"""Files sent to the admin, a worker in this process, and staff with some rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.imports.models import ImportRun
from catalog.imports.runs.working import work
from tests.factories import CategoryFactory, ProductFactory, StaffFactory

FILE = (
    "sku,name,price,category,colour,picture\n"
    "A-1,Blue vase,12.50,Home > Vases,blue,\n"
    "A-2,Red vase,9.90,Vases,red,\n"
    "A-3,,9.90,Vases,,\n"
)


def address(page: str, run: ImportRun) -> str:
    return reverse(f"admin:catalog_importrun_{page}", args=[run.pk])


@pytest.fixture
def work_off() -> Callable[[], None]:
    """Do all that waits, as a worker would."""

    def finish() -> None:
        while work(token="test", seconds=60):
            pass

    return finish


@pytest.fixture
def send(admin_client: Client) -> Callable[..., ImportRun]:
    """Send a file as staff do; the run that began."""

    def send(text: str = FILE, *, name: str = "products.csv", **more: object) -> ImportRun:
        file = SimpleUploadedFile(name, text.encode())
        answer = admin_client.post(reverse("admin:catalog_importrun_add"), {"file": file, **more})
        assert answer.status_code == 302, answer.context["form"].errors
        return ImportRun.objects.latest("pk")

    return send


@pytest.fixture
def checked(send, admin_client: Client, work_off) -> ImportRun:
    """A dry run of FILE, in a shop that has one of its products at another price."""
    ProductFactory.create(
        sku="A-2", name="Red vase", price="8.00", category=CategoryFactory.create()
    )
    run = send()
    admin_client.post(address("check", run))
    work_off()
    run.refresh_from_db()
    return run


@pytest.fixture
def staff(client: Client) -> Callable[..., Client]:
    """A browser of somebody who has these rights and no others."""

    def log_in(*permissions: str) -> Client:
        client.force_login(StaffFactory.create(permissions=permissions))
        return client

    return log_in
