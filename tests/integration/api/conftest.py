"""What the tests of the API share: calling it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

ROOT = "/api/v1/"


@pytest.fixture
def get(db) -> Callable[..., dict]:
    """Call an address and read its answer: get("products/", page=2); get(..., status=404)."""

    def call(path: str, *, status: int = 200, **parameters: Any) -> dict:
        response = Client().get(ROOT + path, parameters)
        assert response.status_code == status, response.content
        return response.json()

    return call


@pytest.fixture
def refused(get) -> Callable[..., dict[str, str]]:
    """Call an address that refuses its parameters: which of them, and with which code."""

    def call(path: str, **parameters: object) -> dict[str, str]:
        answer = get(path, status=400, **parameters)
        assert answer.keys() == {"code", "message", "errors"}
        assert answer["code"] == "invalid"
        return {entry["field"]: entry["code"] for entry in answer["errors"]}

    return call
