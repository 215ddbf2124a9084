"""Staff who import."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page


@pytest.fixture
def page(page: Page) -> Page:
    """A browser tab, logged in."""
    User.objects.create_superuser("admin", password="admin")
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    return page
