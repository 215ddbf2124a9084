"""The queue of findings as staff meet it: evidence, one click, many at once, and their rights."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.hygiene import bulk
from catalog.models import Product, ProductImage
from hygiene.models import Finding
from tests.factories import CategoryFactory, FindingFactory, StaffFactory

pytestmark = pytest.mark.django_db

LIST = "admin:hygiene_finding_changelist"
LOUD = "LOUD MUG"


@pytest.fixture
def finding(make_product) -> Finding:
    return FindingFactory.create(product=make_product("red", name=LOUD))


@pytest.fixture
def wrong(make_product) -> Finding:
    """A lamp among the vases, and the two lamps that say so."""
    lamps = CategoryFactory.create(slug="lamps")
    voters = [make_product("blue", name=f"Lamp {n}", category=lamps) for n in range(2)]
    product = make_product("navy", name="Lost lamp")
    return FindingFactory.create(
        kind="wrong_category",
        product=product,
        evidence={
            "category": product.category_id,
            "proposed": lamps.pk,
            "voters": [each.pk for each in voters],
            "likeness": 0.8,
            "own_likeness": 0.3,
        },
    )


def press(client: Client, finding: Finding, step: str, **values: str) -> str:
    address = reverse(f"admin:hygiene_finding_{step}", args=[finding.pk])
    return client.post(address, values, follow=True).content.decode()


def test_evidence_stands_side_by_side(admin_client: Client, wrong) -> None:
    page = admin_client.get(reverse(LIST)).content.decode()
    assert page.count("<figure>") == 3
    assert all(words in page for words in ("Lost lamp", "Lamp 0", "Lamp 1", "Looks like"))
    assert "It stands in Vases (likeness 0.30) and looks like Lamps (0.80)." in page
    alone = admin_client.get(reverse("admin:hygiene_finding_change", args=[wrong.pk]))
    assert alone.content.decode().count("<figure>") == 3


def test_a_picture_of_many_products_says_of_how_many(admin_client: Client, make_product) -> None:
    products = [make_product("red", "blue"), make_product("teal")]
    ProductImage.objects.update(set_aside="filler", set_aside_group="logo")
    for each in products:
        FindingFactory.create(kind="repeated", product=each, evidence={"group": "logo"})
    page = admin_client.get(reverse(LIST)).content.decode()
    assert page.count("2 products show nearly the same picture") == 2


def test_one_click_mends_and_the_list_shows_the_next(admin_client: Client, wrong, finding) -> None:
    page = press(admin_client, wrong, "mend", way="move")
    assert "Lost lamp stands in Lamps now." in page
    assert page.count("<figure>") == 1  # the other finding
    assert wrong.product.category.slug == "vases"  # as it was read
    assert Product.objects.get(pk=wrong.product_id).category.slug == "lamps"


def test_what_somebody_changed_meanwhile_is_said(admin_client: Client, finding) -> None:
    Product.objects.update(name="Quiet mug")
    page = press(admin_client, finding, "mend", way="rename")
    assert "was changed meanwhile, so it was left alone." in page
    assert Product.objects.get().name == "Quiet mug"


def test_a_dismissed_finding_leaves_the_list_and_comes_back(admin_client: Client, finding) -> None:
    assert "It was dismissed" in press(admin_client, finding, "dismiss")
    assert admin_client.get(reverse(LIST)).content.decode().count("<figure>") == 0
    dismissed = admin_client.get(reverse(LIST), {"state": "dismissed"}).content.decode()
    assert "Open again" in dismissed
    assert "It is open again." in press(admin_client, finding, "reopen")


def test_many_at_once_and_what_is_refused_costs_no_other(
    admin_client: Client, make_product
) -> None:
    found = [FindingFactory.create(product=make_product(name=f"LOUD {n}")) for n in range(3)]
    Product.objects.filter(pk=found[1].product_id).update(name="Quiet")

    page = admin_client.post(
        reverse(LIST),
        {"action": "mend_selected", "_selected_action": [each.pk for each in found]},
        follow=True,
    ).content.decode()

    assert "2 findings were mended." in page
    assert "1 was left alone: The name of Quiet was changed meanwhile" in page
    assert set(Product.objects.values_list("name", flat=True)) == {"Loud 0", "Quiet", "Loud 2"}


@pytest.mark.parametrize(
    ("rights", "may_mend", "may_dismiss"),
    [
        (["view_finding"], False, False),
        (["view_finding", "change_finding"], False, True),
        (["view_finding", "change_product"], True, False),
        (["change_product"], False, False),
    ],
)
def test_a_mend_asks_for_the_right_on_what_it_changes(
    client: Client, finding, rights, may_mend, may_dismiss
) -> None:
    client.force_login(StaffFactory.create(permissions=rights))
    page = client.get(reverse(LIST))
    if page.status_code == 200:
        assert ("Take the proposed name" in page.content.decode()) == may_mend
        assert ('data-key="d"' in page.content.decode()) == may_dismiss

    press(client, finding, "mend", way="rename")
    assert (Product.objects.get().name != LOUD) == may_mend
    if not may_mend:
        press(client, finding, "dismiss")
        assert (Finding.objects.get().state == "dismissed") == may_dismiss


def test_a_list_takes_as_many_statements_for_many(
    admin_client: Client, make_product, wrong, django_assert_max_num_queries
) -> None:
    for number in range(15):
        FindingFactory.create(product=make_product("red", name=f"LOUD {number}"))
    for _number in range(5):
        FindingFactory.create(
            kind="wrong_category", product=make_product("red"), evidence=wrong.evidence
        )
        FindingFactory.create(
            kind="repeated", product=make_product("red"), evidence={"group": "logo"}
        )
    admin_client.get(reverse(LIST))
    with django_assert_max_num_queries(25):
        admin_client.get(reverse(LIST))


def test_what_there_is_no_time_for_is_counted_and_not_read(
    admin_client: Client, finding, monkeypatch
) -> None:
    monkeypatch.setattr(bulk, "_SECONDS", -1)
    sent = {"action": "dismiss_selected", "_selected_action": [finding.pk]}
    with CaptureQueriesContext(connection) as asked:
        admin_client.post(reverse(LIST), sent)
    assert not [each for each in asked.captured_queries if "productimage" in each["sql"]]
    assert "1 are left for the next time" in admin_client.get(reverse(LIST)).content.decode()
