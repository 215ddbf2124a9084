"""What the tests of the shop share: categories within each other, and photos that are answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.photos import vector as photo_vectors
from tests.photo_looks import told_of


@pytest.fixture
def department(category: Category) -> Category:
    """A department that the category of all products stands in."""
    department = Category.objects.create(name="Table", slug="table", description="For tables.")
    category.parent = department
    category.save()
    return department


@pytest.fixture
def photo_answers(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> list[Product]:
    """A shop of three products, and workers to whom every photo looks like the first of them."""
    products = [make_product(colour) for colour in ("red", "crimson", "blue")]
    embed()
    vector = ProductImage.objects.first().embeddings.get().vector
    told = told_of(vector)
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told)
    return products


@pytest.fixture
def send_photo(client: Client) -> Callable[..., object]:
    """Send a file through the form: send_photo(data); the page that answers."""

    def send(data: bytes, *, name: str = "photo.jpg", **options: Any):
        return client.post("/photo/", {"image": SimpleUploadedFile(name, data)}, **options)

    return send
