"""Staff read on a space's page what the catalogue could teach it, and when that was tried."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import EmbeddingSpaceFactory

pytestmark = pytest.mark.django_db


def test_the_time_is_written_for_people(admin_client: Client) -> None:
    record = {
        "tried_at": "2026-03-05T14:02:59+00:00",
        "catalogue": {"pictures": 713},
        "verdicts": [],
    }
    space = EmbeddingSpaceFactory.create(fitting=record)
    address = reverse("admin:embeddings_embeddingspace_change", args=[space.pk])
    page = admin_client.get(address).content.decode()
    assert "Learnt from 713 pictures, March 5, 2026, 2:02 p.m.:" in page
