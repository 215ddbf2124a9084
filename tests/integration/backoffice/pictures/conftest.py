"""A browser that sends pictures to a product's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from tests.filled_form import filled


@pytest.fixture
def upload(picture: Callable[..., bytes]):
    """A file as a browser sends it: upload("red"), or upload(content=b"...")."""

    def make(colour="red", *, name="vase.jpg", content=None):
        data = picture(colour) if content is None else content
        return SimpleUploadedFile(name, data, "image/jpeg")

    return make


@pytest.fixture
def send(admin_client: Client):
    """Send a product's page with some fields changed."""

    def send(product: Product | None, **changes: object):
        if product is None:
            address = reverse("admin:catalog_product_add")
        else:
            address = reverse("admin:catalog_product_change", args=[product.pk])
        return admin_client.post(address, filled(admin_client.get(address), **changes))

    return send
