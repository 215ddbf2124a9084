"""What was dismissed stays so until its evidence changes; what has no cause any more is closed."""

from __future__ import annotations

from contextlib import suppress
from unittest.mock import Mock

import pytest
from django.core.management import call_command

from catalog.history import Change
from catalog.models import Product
from hygiene.checking import due, examine, walk
from hygiene.checking.lock import checking_alone
from hygiene.conf import BATCH_PRODUCTS
from hygiene.findings import decide
from hygiene.models import Finding, Progress
from hygiene.refusals import ChangedMeanwhileError
from tests.factories import StaffFactory
from tests.waiting import wait_until

LOUD = "VERY LOUD MUG"


@pytest.fixture
def loud(make_product) -> Product:
    return make_product(name=LOUD)


@pytest.fixture
def user(db):
    return StaffFactory.create()


def test_dismissed_stays_dismissed_until_its_evidence_changes(loud, check, user) -> None:
    check()
    decide.dismiss(Finding.objects.get().pk, user=user)

    assert check() == set()
    assert Finding.objects.get().state == "dismissed"

    Product.objects.filter(pk=loud.pk).update(name="ANOTHER LOUD MUG")
    assert check() == {("capitals", "ANOTHER LOUD MUG")}
    assert Finding.objects.get().decided_by is None


def test_what_was_mended_elsewhere_closes_itself(loud, check) -> None:
    check()
    Product.objects.filter(pk=loud.pk).update(name="Quiet mug")
    assert check() == set()
    assert Finding.objects.get().state == "gone"

    Product.objects.filter(pk=loud.pk).update(name=LOUD)
    assert check() == {("capitals", LOUD)}


def test_what_is_not_published_any_more_is_closed(loud, check) -> None:
    check()
    Product.objects.update(is_published=False)
    assert check() == set()

    Product.objects.update(is_published=True)
    assert check() == {("capitals", LOUD)}


def test_pictures_that_wait_go_first(make_product) -> None:
    for number in range(2 * BATCH_PRODUCTS):
        make_product(name=f"Mug {number}")
    assert walk.walk(seconds=60, is_wanted=lambda: True).examined == BATCH_PRODUCTS


def test_a_mend_is_kept_in_the_products_history(loud, check, user) -> None:
    check()
    found, told = decide.mend(Finding.objects.get().pk, "rename", user=user)

    loud.refresh_from_db()
    assert loud.name == "Very Loud Mug"
    assert loud.name in told
    assert found.state == "mended"
    assert Change.objects.get().changes == {"name": [LOUD, loud.name]}
    assert Change.objects.get().user == user
    assert check() == set()
    with pytest.raises(ChangedMeanwhileError, match="mended"):
        decide.mend(found.pk, "rename", user=user)


def test_what_changed_meanwhile_is_left_alone(loud, check, user) -> None:
    check()
    Product.objects.filter(pk=loud.pk).update(name="EVEN LOUDER MUG")

    with pytest.raises(ChangedMeanwhileError, match="was changed meanwhile"):
        decide.mend(Finding.objects.get().pk, "rename", user=user)
    assert Product.objects.get().name == "EVEN LOUDER MUG"
    assert Finding.objects.get().state == "open"


def test_only_what_changed_is_examined_again(make_product, check) -> None:
    products = [make_product(name=f"Mug {number}") for number in range(5)]
    check()
    Product.objects.filter(pk=products[2].pk).update(price=99)

    assert [each.product_id for each in due.visit(after=0) if each.is_due] == [products[2].pk]


def test_a_walk_goes_on_where_it_stopped(make_product, monkeypatch) -> None:
    monkeypatch.setattr(walk, "BATCH_PRODUCTS", 2)
    for number in range(5):
        make_product(name=f"LOUD MUG NUMBER {number}")
    parts = []
    while not (part := walk.walk(seconds=0)).is_whole:
        parts.append(part.examined)
    assert parts == [2, 2, 1]
    assert Finding.objects.filter(state="open").count() == 5
    assert Progress.objects.get().finished_at is not None


def test_nobody_walks_beside_another(loud) -> None:
    with checking_alone() as alone:
        assert alone
        assert walk.walk(seconds=1) is None
    assert walk.walk(seconds=1).new.total() == 1


def test_the_command_prints_what_is_open(loud, capsys) -> None:
    call_command("check_catalogue")
    assert "1  name in capitals" in capsys.readouterr().out


@pytest.mark.parametrize("end", [SystemExit, ValueError])
def test_what_was_not_examined_to_its_end_is_due_again(loud, monkeypatch, end) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(examine, "record", Mock(side_effect=end))
        with suppress(SystemExit):
            assert walk.walk(seconds=60).is_whole  # an error costs the others nothing
    assert [each.product_id for each in due.visit(after=0) if each.is_due] == [loud.pk]
    walked = []
    # The lock of the walk that broke off ends with its session, which PostgreSQL has still to end.
    wait_until(lambda: walked.append(walk.walk(seconds=60)) or walked[-1], 20)
    assert walked[-1].new.total() == 1
