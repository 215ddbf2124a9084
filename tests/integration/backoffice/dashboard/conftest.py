"""What the dashboard's tests ask."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import StaffFactory


@pytest.fixture
def dashboard(client: Client, db: None) -> Callable[..., dict[str, str]]:
    """The parts as somebody with these permissions sees them: dashboard("view_product")."""

    def read(*permissions: str) -> dict[str, str]:
        client.force_login(StaffFactory.create(permissions=permissions))
        html = client.get(reverse("dashboard:parts")).content.decode()
        return parts_of(html)

    return read


def parts_of(html: str) -> dict[str, str]:
    """The text of each part by its key, in one line."""
    return {
        key: " ".join(re.sub(r"<[^>]+>", " ", body).split())
        for key, body in re.findall(r'data-part="(\w+)"(.*?)</section>', html, re.S)
    }
