"""A held picture's file is its product's once the form is saved, whoever tidies up just then."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.signals import pre_delete

from catalog.images.held.adopting import Wish, adopt
from catalog.images.held.draft import Draft
from catalog.images.held.holding import hold, let_go
from catalog.images.validation import validate_picture
from catalog.models import HeldPicture, Product
from catalog.tasks import sweep_files
from tests.filled_form import stored_files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def product(make_product: Callable[..., Product]) -> Product:
    return make_product()


@pytest.fixture
def draft(admin_user: User, product: Product) -> Draft:
    return Draft.of_product(admin_user.pk, product.pk)


@pytest.fixture
def held(draft: Draft, picture: Callable[..., bytes]) -> HeldPicture:
    return hold(draft, validate_picture(picture()), name="vase.jpg")


def test_a_sweep_between_two_looks_deletes_nothing(product, draft, held) -> None:
    for path in stored_files():
        os.utime(path, (0, 0))
    looks: list[str] = []

    def save_after_the_first(execute: Any, sql: str, *others: Any) -> Any:
        answer = execute(sql, *others)
        if '"image" IN' in sql and not looks:
            looks.append(sql)
            adopt(draft, product, [Wish(held=held.pk)])
        return answer

    with connection.execute_wrapper(save_after_the_first):
        assert sweep_files() == 0
    assert looks
    assert Path(product.images.get().image.path).exists()


def test_letting_go_of_what_is_just_saved_deletes_no_file(product, draft, held) -> None:
    threads = ThreadPoolExecutor(1)
    saving: list[Future[None]] = []

    def save() -> None:
        pre_delete.disconnect(save_meanwhile, sender=HeldPicture)
        try:
            adopt(draft, product, [Wish(held=held.pk)])
        finally:
            connection.close()

    def save_meanwhile(**_: object) -> None:
        saving.append(threads.submit(save))
        wait(saving, timeout=0.5)

    pre_delete.connect(save_meanwhile, sender=HeldPicture)
    let_go(draft, [held.pk])
    saving[0].result()

    assert not HeldPicture.objects.exists()
    assert all(Path(image.image.path).exists() for image in product.images.all())
