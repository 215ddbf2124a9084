"""Spaces in the admin: what is offered, what is said beforehand, what a click does."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from embeddings.models import EmbeddingSpace
from embeddings.spaces.creation import create_space
from embeddings.spaces.lifecycle import finish_built_spaces
from evaluation.jobs.models import SpaceJob
from evaluation.jobs.working import work

pytestmark = pytest.mark.django_db
SPACES, JOBS = "/admin/embeddings/embeddingspace/", "/admin/evaluation/spacejob/"


@pytest.fixture
def operator(client: Client) -> Client:
    user = User.objects.create_user("olga", is_staff=True)
    user.groups.set(Group.objects.filter(name="Operator"))
    client.force_login(user)
    return client


@pytest.fixture
def other(plain_space) -> EmbeddingSpace:
    """A second space that is built."""
    create_space("lab_color")
    finish_built_spaces()
    return EmbeddingSpace.objects.get(recipe="lab_color")


def page_of(client: Client, space: EmbeddingSpace) -> str:
    return client.get(f"{SPACES}{space.pk}/change/").content.decode()


def test_a_space_is_asked_for_once_however_often_it_is_clicked(plain_space, operator) -> None:
    form = operator.get(f"{SPACES}add/").content.decode()
    assert "efficientnet_lite0" in form
    for _ in range(2):
        page = operator.post(f"{SPACES}add/", {"recipe": "lab_color"}, follow=True)
    assert "under way already, asked for by olga" in page.content.decode()
    assert SpaceJob.objects.count() == 1
    work("a worker")
    job = SpaceJob.objects.get()
    page = operator.get(f"{JOBS}{job.pk}/change/").content.decode()
    assert "It took" in page
    assert f"{SPACES}{job.space_id}/change/" in page


def test_who_may_only_create_cannot_say_what_shoppers_see(plain_space, client) -> None:
    user = User.objects.create_user("otto", is_staff=True)
    rights = ("add_embeddingspace", "view_embeddingspace", "view_spacejob")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    assert "go live" not in client.get(f"{SPACES}add/").content.decode().split("<form", 1)[1]
    client.post(f"{SPACES}add/", {"recipe": "lab_color", "activates": "on"})
    assert not SpaceJob.objects.get().activates


def test_a_recipe_is_refused_beside_its_field(plain_space, operator) -> None:
    page = operator.post(f"{SPACES}add/", {"recipe": "resnet5"})
    assert "resnet5" in str(page.context["form"].errors["recipe"])


def test_a_space_that_is_built_says_how_far_it_is(plain_space, operator, make_product) -> None:
    make_product("red", "blue")
    space = create_space("lab_color")
    assert "Build on" in page_of(operator, space)
    told = operator.get(f"{SPACES}{space.pk}/progress/").json()
    assert told["words"] == "0 of 2 pictures"
    assert (told["share"], told["is_working"]) == (0, True)
    first = space.embeddings.earliest("pk")
    first.state = "failed"
    first.save()
    told = operator.get(f"{SPACES}{space.pk}/progress/").json()
    assert told["words"] == "1 of 2 pictures, less than a minute left"


def test_activating_says_what_it_will_do_and_rolling_back_where_it_leads(operator, other) -> None:
    page = page_of(operator, other)
    assert "Shoppers see the answers of lab_color from the next request on" in page
    assert "nobody knows how long it takes" in page
    operator.post(f"{SPACES}{other.pk}/activate/")
    assert EmbeddingSpace.objects.live() == other
    before = EmbeddingSpace.objects.get(recipe="hog+lab_color")
    assert "it took less than a second" in page_of(operator, before)

    page = operator.get(SPACES).content.decode()
    assert "Roll back to hog+lab_color" in page
    operator.post(f"{SPACES}{before.pk}/roll-back/")
    assert EmbeddingSpace.objects.live() == before
    late = operator.post(f"{SPACES}{before.pk}/roll-back/", follow=True).content.decode()
    assert "look again" in late


def test_giving_up_a_live_space_is_refused_in_a_sentence(plain_space, operator) -> None:
    page = operator.post(f"{SPACES}{plain_space.pk}/retire/", follow=True).content.decode()
    assert "is live; activate another space first." in page


def test_who_may_only_look_is_offered_nothing(client, other) -> None:
    user = User.objects.create_user("rita", is_staff=True)
    user.groups.set(Group.objects.filter(name="Read-only"))
    client.force_login(user)
    for page in (page_of(client, other), client.get(SPACES).content.decode()):
        assert "space-step" not in page
        assert "Create a space" not in page
