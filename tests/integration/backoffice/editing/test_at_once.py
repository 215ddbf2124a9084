"""Two people who press Save in the same instant: the second waits, and is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from catalog.models import Product
from tests.filled_form import filled
from tests.waiting import wait_until


def is_anybody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_the_second_sees_what_the_first_saved(ann, make_product) -> None:
    product = make_product(stock=5)
    ann.open(product)
    sheet = filled(ann.page, stock=9)

    def send():
        try:
            return ann.client.post(ann.address, sheet)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            Product.objects.filter(pk=product.pk).update(stock=2)
            answer = thread.submit(send)
            wait_until(is_anybody_waiting, 30)
        page = answer.result()

    assert page.status_code == 200
    assert "stock" in page.context["adminform"].form.errors
    assert Product.objects.get().stock == 2
