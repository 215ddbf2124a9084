"""Files to take away: the report, templates and the catalogue, each of which can be imported."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.backoffice.imports.conftest import address

pytestmark = pytest.mark.django_db


def lines_of(answer) -> list[dict[str, str]]:
    sent = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(sent, newline="")))


def test_report_has_what_was_refused_and_why(admin_client: Client, checked) -> None:
    answer = admin_client.get(address("report", checked))
    assert f'filename="report-{checked.pk}.csv"' in answer["Content-Disposition"]
    (line,) = lines_of(answer)
    assert (line["sku"], line["line"], line["reason"]) == ("A-3", "4", "The name is empty.")


def test_report_of_a_forgotten_file_says_so(admin_client: Client, checked) -> None:
    type(checked).objects.update(file="")
    page = admin_client.get(address("report", checked), follow=True).content.decode()
    assert "no longer kept" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates_can_be_imported(admin_client: Client, send, work_off, tmp_path, kind) -> None:
    answer = admin_client.get(reverse(f"admin:catalog_importrun_template_{kind}"))
    sent = b"".join(answer)
    if kind == "csv":
        run = send(sent.decode("utf-8"))
        admin_client.post(address("check", run))
        work_off()
        run.refresh_from_db()
        assert (run.state, run.counts["new"], run.counts.get("refused")) == ("checked", 2, None)
    else:
        assert sent.startswith(b"PK")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xml"])
def test_catalogue_is_exported(admin_client: Client, make_product, kind) -> None:
    make_product("red", sku="A-1", name="Vase")
    answer = admin_client.get(reverse(f"admin:catalog_importrun_export_{kind}"))
    assert f'filename="catalogue.{kind}"' in answer["Content-Disposition"]
    if kind == "csv":
        (line,) = lines_of(answer)
        assert (line["sku"], line["name"]) == ("A-1", "Vase")
        assert line["pictures"].startswith("http://testserver/media/products/")
        return
    sent = b"".join(answer)
    assert b"http://testserver/p/product-1/" in sent if kind == "xml" else sent.startswith(b"PK")
