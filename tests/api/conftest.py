"""What the tests of the API share: calling it, and a browser to read its documentation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

ROOT = "/api/v1/"


@pytest.fixture
def get(db) -> Callable[..., dict]:
    """Call an address and read its answer: get("products/", page=2); get(..., status=404)."""

    def call(path: str, *, status: int = 200, **parameters: object) -> dict:
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


@pytest.fixture
def chromium(monkeypatch) -> Iterator[Browser]:
    """A real browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "install chromium"
    # Playwright's loop runs in this thread; Django would take the tests for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
        connections.close_all()  # Django keeps connections of their own inside of that loop
