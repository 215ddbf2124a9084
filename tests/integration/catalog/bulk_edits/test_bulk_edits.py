"""Many products changed at once: in batches, resumed where they stand, undone where nobody was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from catalog import history, tasks
from catalog.bulk_edits import working
from catalog.bulk_edits.change import Change
from catalog.bulk_edits.preview import preview
from catalog.bulk_edits.pricing import PriceChange
from catalog.bulk_edits.retention import forget_old_edits
from catalog.bulk_edits.starting import ask_for, select, token_of
from catalog.bulk_edits.transitions import (
    BulkEditRefusedError,
    apply,
    cancel,
    possible,
    undo,
)
from catalog.models import BulkEdit, Category, Product

State = BulkEdit.State


@pytest.fixture
def products(category: Category) -> list[Product]:
    return Product.objects.bulk_create(
        Product(
            sku=f"SKU-{n:03}",
            slug=f"sku-{n}",
            name=f"Vase {n}",
            category=category,
            price=Decimal(n),
            attributes={"colour": "blue", "height": n},
        )
        for n in range(1, 13)
    )


@pytest.fixture
def user(db) -> User:
    return User.objects.create(username="ann")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 5)


def made(user: User, change: Change, **kind: str) -> BulkEdit:
    edit = select(Product.objects.order_by("sku"), user=user, **kind)
    ask_for(edit, change)
    return edit


def done(edit: BulkEdit) -> BulkEdit:
    apply(edit, token=token_of(edit))
    assert not working.work(seconds=60, only=edit.pk)
    edit.refresh_from_db()
    return edit


def test_everything_that_can_be_changed_is_changed_and_comes_back(user, products, category) -> None:
    tall = Category.objects.create(name="Tall", slug="tall", parent=category)
    before = list(Product.objects.order_by("pk").values())
    change = Change(
        price=PriceChange(operation="raise", value=Decimal(50), ending="95"),
        category_id=tall.pk,
        brand="Ollune",
        is_published=False,
        attributes={"sale": True},
        cleared=("colour",),
    )

    edit = done(made(user, change))

    assert (edit.state, edit.counts) == (State.APPLIED, {"changed": 12})
    product = Product.objects.get(sku="SKU-010")
    assert (str(product.price), product.brand, product.category) == ("14.95", "Ollune", tall)
    assert product.attributes == {"height": 10, "sale": True}
    assert not Product.objects.published().exists()

    undo(edit)
    working.work(seconds=60)

    def without_clock(rows):
        return [{k: v for k, v in row.items() if k != "updated_at"} for row in rows]

    after = list(Product.objects.order_by("pk").values())
    assert without_clock(after) == without_clock(before)
    edit.refresh_from_db()
    assert (edit.state, edit.counts["undone"]) == (State.UNDONE, 12)
    kept = change_of_thing(product)
    assert [each["brand"] for each in kept] == [["Ollune", ""], ["", "Ollune"]]


def change_of_thing(product: Product) -> list[dict]:
    kept = history.Change.objects.filter(kind="catalog.product", object_id=product.pk)
    return [each.changes for each in kept.filter(door=history.Door.BULK)]


def test_undo_leaves_alone_what_somebody_changed_since(user, products) -> None:
    edit = done(made(user, Change(brand="Ollune", attributes={"colour": "red"})))
    Product.objects.filter(sku="SKU-003").update(brand="Hers")
    Product.objects.filter(sku="SKU-004").update(price=1)  # not what the edit was about
    Product.objects.filter(sku="SKU-005").delete()

    undo(edit)
    working.work(seconds=60)

    edit.refresh_from_db()
    assert (edit.counts["undone"], edit.counts["not_undone"]) == (10, 2)
    reasons = dict(edit.rows.exclude(why_not_undone="").values_list("sku", "why_not_undone"))
    assert reasons == {
        "SKU-003": "Changed since: brand.",
        "SKU-005": "The product has been deleted since.",
    }
    assert Product.objects.get(sku="SKU-003").attributes["colour"] == "red"
    assert Product.objects.get(sku="SKU-004").price == 1


def test_the_preview_says_what_is_done_and_why_not(user, products) -> None:
    Product.objects.filter(sku="SKU-001").update(price=MOST_BUT_ONE)
    edit = made(user, Change(price=PriceChange(operation="raise", value=Decimal(100))))

    seen = preview(edit)

    assert (seen.changed, seen.refused, seen.unchanged) == (11, 1, 0)
    assert seen.reasons == {"Its price would be too large.": 1}
    assert [each.product.sku for each in seen.first][:2] == ["SKU-002", "SKU-003"]
    assert seen.first[0].changes == {"price": ["2.00", "4.00"]}
    assert Product.objects.get(sku="SKU-002").price == 2  # nothing was done

    assert done(edit).counts == {"changed": 11, "refused": 1}


MOST_BUT_ONE = Decimal("99999999.98")


def test_what_dies_in_the_middle_goes_on_where_it_stands(user, products, monkeypatch) -> None:
    edit = made(user, Change(price=PriceChange(operation="raise", value=Decimal(100))))
    apply(edit)
    real, calls = vars(working)["change_products"], []

    def dies(*args):
        calls.append(args)
        rows = real(*args)
        if len(calls) == 2:
            raise OperationalError("the server closed the connection")
        return rows

    monkeypatch.setattr(working, "change_products", dies)

    assert working.work(seconds=60)  # stopped in the second batch, of which nothing stays
    edit.refresh_from_db()
    assert (edit.state, edit.cursor, edit.counts) == (State.APPLYING, 5, {"changed": 5})
    assert Product.objects.get(sku="SKU-006").price == 6

    assert not working.work(seconds=60)
    assert [int(price) for price in prices()] == [2 * n for n in range(1, 13)]


def prices() -> list[Decimal]:
    return list(Product.objects.order_by("sku").values_list("price", flat=True))


def test_what_never_gets_on_is_given_up_with_its_reason(user, products, monkeypatch) -> None:
    edit = made(user, Change(brand="Ollune"))
    apply(edit)

    def fails(*args):
        raise OperationalError("no space left")

    monkeypatch.setattr(working, "change_products", fails)
    for _ in range(working.MAX_ATTEMPTS + 1):
        working.work(seconds=60)

    edit.refresh_from_db()
    assert edit.state == State.FAILED
    assert "no space left" in edit.error
    assert possible(edit) == {"apply"}


def test_it_is_stopped_after_its_batch_and_can_go_on_or_back(user, products, monkeypatch) -> None:
    edit = made(user, Change(brand="Ollune"))
    apply(edit)
    working._work_once(edit.pk)
    cancel(edit)

    working.work(seconds=60)

    edit.refresh_from_db()
    assert (edit.state, edit.cursor) == (State.CANCELLED, 5)
    assert possible(edit) == {"apply", "undo"}
    assert done(edit).counts == {"changed": 12}


def test_what_is_confirmed_is_what_was_shown(user, products) -> None:
    edit = made(user, Change(brand="Ollune"))
    token = token_of(edit)
    ask_for(edit, Change(brand="Another"))

    with pytest.raises(BulkEditRefusedError, match="Look at it again"):
        apply(edit, token=token)
    assert not Product.objects.exclude(brand="").exists()


def test_a_product_that_comes_later_is_not_taken_along(user, products, make_product) -> None:
    edit = made(user, Change(), kind=BulkEdit.Kind.DELETION)
    later = make_product()

    assert done(edit).counts == {"deleted": 12}
    assert Product.objects.get() == later
    assert edit.rows.order_by("number").first().sku == "SKU-001"
    assert possible(edit) == set()


def test_old_ones_and_forgotten_drafts_go(user, products, settings) -> None:
    old, draft, fresh = (made(user, Change(brand=str(n))) for n in range(3))
    done(old)
    BulkEdit.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00Z")
    BulkEdit.objects.filter(pk=draft.pk).update(created_at="2020-01-01T00:00Z")

    assert forget_old_edits() == 2
    assert BulkEdit.objects.get() == fresh


def test_workers_do_what_nobody_waits_for(user, products) -> None:
    edit = made(user, Change(brand="Ollune"))
    apply(edit)

    tasks.sweep_bulk_edits()  # as beat does, should the message be lost
    tasks.work_on_bulk_edits()

    edit.refresh_from_db()
    assert (edit.state, edit.counts) == (State.APPLIED, {"changed": 12})


def test_the_history_names_who_confirmed_and_who_undid(products, user) -> None:
    edit = made(user, Change(brand="Ollune"))
    ben, cem = (User.objects.create(username=name) for name in ("ben", "cem"))
    apply(edit, by=ben)
    working.work(seconds=10)
    undo(edit, by=cem)
    working.work(seconds=10)

    kept = history.Change.objects.filter(object_id=products[0].pk).order_by("pk")
    assert [each.user for each in kept] == [ben, cem]
