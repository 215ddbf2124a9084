"""What tests of writes share: a machine that calls with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.integration.api.conftest import ROOT
from web.keys.making import add_secret
from web.keys.models import ApiKey


@pytest.fixture
def key(db) -> ApiKey:
    return ApiKey.objects.create(name="ERP", scopes=["write"])


@pytest.fixture
def call(key: ApiKey) -> Callable[..., Any]:
    """call("put", "products/by-sku/A-1/", {...}, status=201, if_match="…") -> the response."""
    secret = add_secret(key)

    def call(method: str, path: str, body: Any = None, *, status: int, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"authorization": f"Bearer {secret}", **named}
        content = {"content_type": "application/json", "data": body} if body is not None else {}
        response = getattr(Client(), method)(ROOT + path, headers=sent, **content)
        assert response.status_code == status, response.content
        return response

    return call
