"""What staff read after `manage.py grade`."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from embeddings.models import ImageEmbedding
from tests.builders.graded_catalogue import Item, make_catalogue, stock
from tests.builders.spaces import make_space, store_vectors
from tests.builders.worded_shop import stock_worded_shop

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("grade", *arguments, stdout=output)
    return output.getvalue()


def axis(number: int, lean: float = 0.0) -> list[float]:
    row = [0.0] * 12
    row[number], row[-1] = 1.0, lean
    return row


def test_the_live_space_is_graded_as_a_table() -> None:
    items = [Item([axis(n), axis(n, 0.2)], "rugs" if n < 4 else "vases") for n in range(10)]
    space = stock(items)
    said = run()
    assert "known (live)" in said
    assert "20 of 20 pictures, 10 products" in said
    assert re.search(r"same product, recall@1 +1\.000 +1\.000 to 1\.000 +20\n", said)
    assert re.search(r"same category, precision@10 +\d\.\d{3} +\d\.\d{3} to \d\.\d{3} +10\n", said)
    assert re.search(r"    vases, precision@10 +\d\.\d{3} +\d\.\d{3} to \d\.\d{3} +6\n", said)
    assert re.search(r"    rugs +- +not enough +-\n", said)
    assert "same category and colour: not enough. No product has a colour" in said
    assert "Euclidean distance gives the same order" in said
    space.refresh_from_db()
    assert space.grades["pictures"] == 20


def test_another_space_is_graded_by_its_name_for_a_program() -> None:
    images = make_catalogue([Item([axis(n), axis(n, 0.2)]) for n in range(6)])
    make_space("first", 12)
    second = make_space("second", 12)
    store_vectors(second, images, [axis(n % 2) for n in range(12)])
    grades = json.loads(run("--space", "second", "--json"))
    assert grades["space"] == "second"
    assert grades["same_product"]["queries"] == 12


def test_mistakes_get_a_sentence() -> None:
    with pytest.raises(CommandError, match="No space is live yet"):
        run()
    with pytest.raises(CommandError, match="no space named 'nothing'"):
        run("--space", "nothing")


def test_words_are_learnt_anew_and_their_grade_is_told() -> None:
    stock_worded_shop()
    said = run()
    assert re.search(r"words: \d+ by ridge [0-9a-f]{8}, asked of 60 products held out", said)
    assert "    in use" in said
    assert json.loads(run("--json"))["words"]["accepted"] is True
    ImageEmbedding.objects.exclude(product=Product.objects.first()).delete()
    assert "words: not enough. 1 products are embedded" in run()
