"""What the tests of the admin as a whole begin with."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from catalog.feeds.models import Feed
from catalog.models import BulkEdit, Product, Synonym, TranslatedWord
from embeddings.models import EmbeddingSpace
from evaluation.models import BlindTest, Judgement, SpaceJob
from tests.factories import (
    EndpointFactory,
    FindingFactory,
    ImportRunFactory,
    LookFactory,
    RuleFactory,
)
from web.keys.models import ApiKey
from webhooks.outbox.sending_anew import send_test


@pytest.fixture
def full_shop(plain_space: EmbeddingSpace, make_product, admin_user: User) -> Product:
    """A shop with a row of every kind that the admin lists; one more line for a new kind."""
    Group.objects.create(name="Assistants")
    product = make_product("red", "blue")
    RuleFactory.create(kind="hide", product=product)
    LookFactory.create(products=[product])
    Synonym.objects.create(words="vase, jug")
    TranslatedWord.objects.create(word="colour", language="de", text="Farbe")
    ImportRunFactory.create()
    FindingFactory.create(product=product)
    BulkEdit.objects.create()
    Feed.objects.create(name="Acme", address="https://acme.example/")
    SpaceJob.objects.create(kind="tune", space=plain_space)
    BlindTest.objects.create(first_name="one", second_name="other")
    send_test(EndpointFactory.create(events=["import.finished"]))
    ApiKey.objects.create(name="ERP", scopes=["read"])
    Judgement.objects.create(asked=product, shown=make_product(), verdict="good")
    return product
