"""Two people who have a page of the admin open at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import StaffFactory
from tests.filled_form import filled


class Desk:
    """Somebody in front of a page: open it, and send it later with some fields changed."""

    def __init__(self, name: str) -> None:
        self.client = Client()
        self.client.force_login(StaffFactory.create(username=name, is_superuser=True))
        self.page: Any = None

    def open(self, thing, kind: str = ""):
        """The page of a thing, or of a new one: open(None, "catalog_product")."""
        kind = kind or thing._meta.label_lower.replace(".", "_")
        name = f"admin:{kind}_add" if thing is None else f"admin:{kind}_change"
        self.address = reverse(name, args=[] if thing is None else [thing.pk])
        self.page = self.client.get(self.address)
        return self

    def send(self, **changes: object):
        answer = self.client.post(self.address, filled(self.page, **changes), follow=True)
        if "adminform" in answer.context and not answer.redirect_chain:
            self.page = answer  # it came back with something to say
        return answer


@pytest.fixture
def ann(db) -> Desk:
    return Desk("ann")


@pytest.fixture
def ben(db) -> Desk:
    return Desk("ben")
