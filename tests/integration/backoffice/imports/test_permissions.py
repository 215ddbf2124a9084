"""Each page and each button asks for its own right."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.imports.models import ImportRun
from tests.integration.backoffice.imports.conftest import address

pytestmark = pytest.mark.django_db

PAGES = ["changelist", "change", "rows", "progress", "report", "history"]
STEPS = ["check", "apply", "cancel", "undo"]


def open_page(client, page: str, run: ImportRun) -> int:
    if page in ("changelist", "add") or page.startswith(("template", "export")):
        return client.get(reverse(f"admin:catalog_importrun_{page}")).status_code
    return client.get(address(page, run)).status_code


@pytest.mark.parametrize("page", [*PAGES, "columns", "add", "delete", "template_csv", "export_csv"])
def test_without_rights_no_page_opens(checked, staff, page) -> None:
    assert open_page(staff(), page, checked) == 403


@pytest.mark.parametrize("page", PAGES)
def test_viewers_see(checked, staff, page) -> None:
    assert open_page(staff("view_importrun"), page, checked) == 200


@pytest.mark.parametrize("page", ["columns", "add", "delete", "export_csv", "export_xml"])
def test_viewers_do_nothing_else(checked, staff, page) -> None:
    assert open_page(staff("view_importrun"), page, checked) == 403


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "right", ["view_importrun", "add_importrun", "delete_importrun", "change_product"]
)
def test_steps_need_the_right_to_change_imports(checked, staff, step, right) -> None:
    client = staff(right)
    assert client.post(address(step, checked)).status_code == 403
    checked.refresh_from_db()
    assert checked.state == "checked"


def test_viewers_are_shown_no_button(checked, staff) -> None:
    page = staff("view_importrun").get(address("change", checked)).content.decode()
    assert "Import now" not in page
    assert address("columns", checked) not in page


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_never_a_link(checked, admin_client, step) -> None:
    assert admin_client.get(address(step, checked)).status_code == 405


def test_the_right_to_change_opens_columns_and_applies(checked, staff) -> None:
    client = staff("change_importrun")
    assert open_page(client, "columns", checked) == 200
    assert client.post(address("apply", checked)).status_code == 302
    checked.refresh_from_db()
    assert checked.state == "applying"


def test_exports_need_the_right_to_see_products(checked, staff) -> None:
    assert open_page(staff("view_product"), "export_csv", checked) == 200


def test_strangers_are_asked_to_log_in(checked, client) -> None:
    assert {open_page(client, page, checked) for page in (*PAGES, "columns", "add")} == {302}
