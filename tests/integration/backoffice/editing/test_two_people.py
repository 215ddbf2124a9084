"""Two people in one form: what each changed is saved, and what both changed is asked."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from catalog.feeds.models import Feed
from catalog.models import Category, Product, ProductImage
from tests.factories import RuleFactory


def told(answer) -> str:
    return " ".join(str(each) for each in answer.context["messages"])


def test_an_old_form_does_not_bring_back_old_stock(ann, ben, make_product) -> None:
    product = make_product("red", price="10.00", stock=5)
    ann.open(product)
    ben.open(product).send(stock=2, price="12.50")

    answer = ann.send(description="A round vase.")

    product.refresh_from_db()
    assert (product.stock, str(product.price)) == (2, "12.50")
    assert product.description == "A round vase."
    assert "Stock was changed meanwhile, from 5 to 2, and stays so." in told(answer)


def test_what_follows_the_sku_is_saved_with_it(ann, make_product) -> None:
    product = make_product(sku="OLD-1")
    ann.open(product).send(sku="NEW-1")
    product.refresh_from_db()
    assert (product.sku, product.sku_folded) == ("NEW-1", "new-1")


def test_nothing_is_written_where_nothing_was_changed(ann, make_product) -> None:
    product = make_product(description="Two\nlines")
    ann.open(product).send(description="Two\r\nlines")
    assert Product.objects.get().updated_at == product.updated_at


@pytest.mark.parametrize(("chosen", "stock"), [("mine", 9), ("theirs", 2)])
def test_the_same_field_is_asked_and_the_others_are_kept(
    ann, ben, make_product, chosen, stock
) -> None:
    product = make_product(stock=5)
    ann.open(product)
    ben.open(product).send(stock=2, brand="Ollune")

    answer = ann.send(stock=9, description="New words")
    page = answer.content.decode()
    assert answer.context["adminform"].form["brand"].value() == "Ollune"
    assert "Brand was changed meanwhile" in told(answer)

    product.refresh_from_db()
    assert (product.stock, product.description) == (2, "")
    assert "ben changed this while your form was open" in page
    for words in ("mine:", "<strong>9</strong>", "theirs:", "<strong>2</strong>", "It was:"):
        assert words in page

    ann.send(**{"stock-choice": chosen})

    product.refresh_from_db()
    assert (product.stock, product.brand) == (stock, "Ollune")
    assert product.description == "New words"


def test_who_changes_it_once_more_is_asked_about_too(ann, ben, make_product) -> None:
    product = make_product(stock=5)
    ann.open(product)
    ben.open(product).send(stock=2)
    ann.send(stock=9)
    ben.open(product).send(stock=3)

    page = ann.send(**{"stock-choice": "mine"}).content.decode()

    assert "<strong>3</strong>" in page
    product.refresh_from_db()
    assert product.stock == 3


def test_attributes_are_shared_name_by_name(ann, ben, make_product) -> None:
    product = make_product(attributes={"colour": "red", "width": 3})
    ann.open(product)
    rows = {"attributes-name": ["colour", "width"], "attributes-kind": ["text", "number"]}
    ben.open(product).send(**rows, **{"attributes-value": ["red", "4"]})

    more = [*rows["attributes-name"], "made of"], [*rows["attributes-kind"], "text"]
    sent = dict(zip(rows, more, strict=True))
    ann.send(**sent, **{"attributes-value": ["blue", "3", "clay"]})

    product.refresh_from_db()
    assert product.attributes == {"colour": "blue", "width": 4, "made of": "clay"}


def test_rows_are_shared_as_well(ann, ben, make_product) -> None:
    product = make_product("red", "blue")
    first, second = product.images.all()
    ann.open(product)
    ben.open(product).send(**{"images-0-alt": "Front", "images-1-position": 7})

    page = ann.send(**{"images-0-alt": "A vase", "images-1-alt": "Back"})
    assert "<strong>Front</strong>" in page.content.decode()
    ann.send(**{"images-0-alt-choice": "mine"})

    assert list(product.images.values_list("pk", "alt", "position")) == [
        (first.pk, "A vase", 0),
        (second.pk, "Back", 7),
    ]


def test_a_row_that_a_colleague_deleted_costs_nothing(ann, ben, make_product) -> None:
    product = make_product("red", "blue", "teal")
    ids = list(product.images.values_list("pk", flat=True))
    ann.open(product)
    ben.open(product).send(**{"images-1-DELETE": "on"})

    answer = ann.send(description="Words", **{"images-2-alt": "The third"})

    product.refresh_from_db()
    assert product.description == "Words"
    assert list(product.images.values_list("pk", "alt")) == [(ids[0], ""), (ids[2], "The third")]
    assert "1 picture was deleted by somebody else meanwhile." in told(answer)


def test_a_page_that_comes_back_shows_each_row_beside_its_own_picture(
    ann, ben, make_product
) -> None:
    product = make_product("red", "blue", "teal")
    ids = list(product.images.values_list("pk", flat=True))
    ann.open(product)
    ben.open(product).send(**{"images-0-DELETE": "on", "images-2-position": 0})

    page = ann.send(name="", **{"images-2-alt": "The third"})

    (rows,) = page.context["inline_admin_formsets"]
    shown = [(each.original.pk, each.form["alt"].value()) for each in rows if each.original]
    assert shown == [(ids[1], ""), (ids[2], "The third")]
    ann.send(name="Named again")
    assert ProductImage.objects.get(pk=ids[2]).alt == "The third"


def test_what_was_typed_outlives_its_product(ann, ben, make_product) -> None:
    product = make_product("red", sku="V-1")
    ann.open(product)
    ben.client.post(ben.open(product).address.replace("change", "delete"), {"post": "yes"})

    page = ann.send(description="An hour of typing")

    assert page.status_code == 410
    assert "ben deleted this product meanwhile" in page.content.decode()
    ann.address = page.context["form_url"]
    ann.send()
    made = Product.objects.get()
    assert (made.sku, made.description) == ("V-1", "An hour of typing")


def test_who_may_not_add_can_copy_what_was_typed(ann, ben, make_product) -> None:
    product = make_product()
    ann.open(product)
    from django.contrib.auth.models import Permission, User

    User.objects.filter(username="ann").update(is_superuser=False)
    User.objects.get(username="ann").user_permissions.set(
        Permission.objects.filter(codename__in=["change_product", "view_product"])
    )
    product.delete()

    page = ann.send(description="An hour of typing")

    assert page.status_code == 410
    assert "An hour of typing" in page.content.decode()


@pytest.mark.parametrize("nonsense", ["9" * 30, "x", "", "-1"])
def test_rows_that_never_were_do_no_harm(ann, make_product, nonsense) -> None:
    product = make_product("red")
    ann.open(product).send(description="Words", **{"images-0-id": nonsense, "opened": nonsense})
    product.refresh_from_db()
    assert product.description == "Words"
    assert product.images.count() == 1


def test_every_form_of_ours_is_shared(ann, ben, make_product, category: Category) -> None:
    rule = RuleFactory.create(product=make_product(), note="old")
    feed = Feed.objects.create(name="Supplier", address="https://shop.example/feed.xml")
    for thing, mine, theirs in (
        (category, {"description": "Mine"}, {"position": 4}),
        (rule, {"note": "Mine"}, {"is_active": ""}),
        (feed, {"name": "Mine"}, {"hour": 5}),
    ):
        ann.open(thing)
        ben.open(thing).send(**theirs)
        ann.send(**mine)
        thing.refresh_from_db()
        for name, value in (mine | theirs).items():
            assert getattr(thing, name) == (False if value == "" else value), (thing, name)


def test_dates_of_forms_name_their_zone(ann, make_product, settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    rule = RuleFactory.create(product=make_product(), ends_at=timezone.now())
    page = ann.open(rule).page.content.decode()
    assert "Time zone: Europe/Berlin." in page
    assert re.search(r'name="ends_at_1"[^>]+aria-label="[^"]+: time"', page), "its box has no label"
    # What is only read, in lists and on pages, goes by the same.
    assert "Times are those of Europe/Berlin, where it is" in page
