"""What changes in the catalogue or beside it is seen at the next search."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import transaction

from catalog.models import Category, Product, ProductImage
from catalog.product_filter import ProductFilter
from embeddings.index import (
    QueryPictures,
)
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.integration.embeddings.index.contract.engines import (
    PUBLISHED,
    ids_of,
    products_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_pictures_that_come_change_and_go_are_seen_at_the_next_search(make_shop) -> None:
    shop = make_shop(40, pictures=1)
    query = -shop.catalogue.vectors.mean(axis=0)
    where = ProductFilter(in_stock=False, only_ids=frozenset(shop.catalogue.products.tolist()))
    farthest = shop.search(query, where)[-1].product_id
    row = ImageEmbedding.objects.get(product_id=farthest)
    # Changed: it becomes the very thing asked for.
    ImageEmbedding.objects.filter(pk=row.pk).update(vector=query.tolist())
    assert shop.search(query, where)[0].product_id == farthest
    # Waiting to be embedded anew: it is not there.
    ImageEmbedding.objects.filter(pk=row.pk).update(state="pending", vector=None)
    assert farthest not in products_of(shop.search(query, where, limit=40))
    ImageEmbedding.objects.filter(pk=row.pk).update(state="ready", vector=query.tolist())
    assert shop.search(query, where)[0].product_id == farthest
    # Come: a second picture of another product.
    other = Product.objects.published().exclude(pk=farthest).exclude(family__gt="").first()
    image = ProductImage.objects.create(
        product=other, image="new.jpg", width=1, height=1, sha256="n"
    )
    assert products_of(shop.search(query, where))[0] == farthest, "it waits to be embedded"
    ImageEmbedding.objects.filter(image=image).update(state="ready", vector=query.tolist())
    first, second = shop.search(query, where)[:2]
    assert {first.product_id, second.product_id} == {farthest, other.pk}
    assert first.distance == second.distance
    # Gone.
    image.delete()
    Product.objects.filter(pk=farthest).delete()
    again = products_of(shop.search(query, where, limit=40))
    assert farthest not in again
    assert again.index(other.pk) > 0


def test_products_that_are_sold_out_hidden_or_regrouped_count_at_once(make_shop) -> None:
    shop = make_shop(40)
    query = shop.catalogue.vectors[0]
    first, second, third = shop.search(query, ProductFilter(), limit=3)
    Product.objects.filter(pk=first.product_id).update(stock=0)
    Product.objects.filter(pk=second.product_id).update(is_published=False)
    assert shop.search(query, ProductFilter())[0].product_id == third.product_id
    Product.objects.update(stock=1, is_published=True, family="one")
    assert len(shop.search(query, ProductFilter())) == 1


def test_products_and_categories_that_move_are_found_where_they_are_now(make_shop) -> None:
    shop = make_shop(60)
    query = shop.catalogue.vectors[0]
    home, vases, rugs = (Category.objects.get(slug=slug) for slug in ("home", "vases", "rugs"))
    each = [ProductFilter(category_ids=(one.pk,)) for one in (home, vases, rugs)]
    moved = shop.search(query, each[1])[0].product_id
    Product.objects.filter(pk=moved).update(category=rugs)
    assert moved in products_of(shop.search(query, each[2]))
    for where in each:
        shop.check(query, where, limit=60)
    # A whole category goes with all that is in it, and comes back.
    for parent in (home, None):
        Category.objects.filter(pk=rugs.pk).update(parent=parent)
        for where in each:
            shop.check(query, where, limit=60)
    # A product that is moved in the same moment as its picture.
    with transaction.atomic():
        Product.objects.filter(pk=moved).update(category=vases)
        ImageEmbedding.objects.filter(product=moved).update(vector=(-query).tolist())
    nearest = products_of(shop.search(query, each[1], limit=60))
    assert nearest.index(moved) == len(nearest) - 1


def test_two_spaces_beside_each_other_are_never_mixed(make_shop) -> None:
    blue = make_shop(40, pictures=1)
    # The same pictures in another space, of other vectors and another size.
    green = EmbeddingSpace.objects.create(
        name="green", recipe="random", components=[], dimensions=8, state="ready"
    )
    vectors = np.random.default_rng(8).normal(size=(40, 8)).astype(np.float16)
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image_id=image,
            product_id=product,
            space=green,
            state="ready",
            digest="g",
            vector=vector.tolist(),
        )
        for image, product, vector in zip(
            blue.catalogue.images.tolist(), blue.catalogue.products.tolist(), vectors, strict=True
        )
    )
    image = int(blue.catalogue.images[0])
    index = blue.index
    in_green = index.search(QueryPictures((image,)), space=green, where=PUBLISHED, limit=40)
    in_blue = index.search(QueryPictures((image,)), space=blue.space, where=PUBLISHED, limit=40)
    unit = vectors.astype(np.float64) / np.linalg.norm(
        vectors.astype(np.float64), axis=1, keepdims=True
    )
    expected = blue.catalogue.ranked(1 - unit @ unit[0], ids_of(PUBLISHED))
    assert products_of(in_green) == expected != products_of(in_blue)
    blue.check(blue.catalogue.vectors[0], limit=40)
    ImageEmbedding.objects.filter(space=green).delete()
    index.drop(green)
    assert index.search(QueryPictures((image,)), space=green, where=PUBLISHED, limit=4) == []
    blue.check(blue.catalogue.vectors[0], limit=40)
