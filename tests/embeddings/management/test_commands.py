"""What whoever is on call types: status, queueing, spaces."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from embeddings.embed import drain
from embeddings.management.commands import embed_images
from embeddings.models import EmbeddingSpace, ImageEmbedding

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_status_says_what_waits_and_who_is_there(plain_space, make_product, embed):
    make_product("red")
    embed()
    make_product("blue")
    (space,) = json.loads(run("embedding_status", "--json"))["spaces"]
    assert (space["ready"], space["pending"], space["failed"]) == (1, 1, 0)
    assert space["oldest_waiting_seconds"] >= 0
    text = run("embedding_status")
    assert "hog+lab_color (live): 1 ready, 1 waiting, 0 failed, index missing" in text
    assert "photos: no worker" in text


def test_missing_embeddings_are_queued_and_waited_for(plain_space, make_product, monkeypatch):
    make_product("red", "blue")
    ImageEmbedding.objects.all().delete()
    # The worker's part, in the time in which the command looks away.
    monkeypatch.setattr(embed_images.time, "sleep", lambda seconds: drain(token="test"))
    said = run("embed_images")
    assert "2 embeddings queued" in said and "2 ready, 0 failed" in said


def test_failed_ones_are_queued_again_only_when_asked(plain_space, make_product):
    make_product("red")
    ImageEmbedding.objects.update(state="failed", error="broken", attempts=3)
    assert "0 embeddings queued" in run("embed_images", "--no-wait")
    assert "1 embeddings queued" in run("embed_images", "--no-wait", "--retry-failed")


def test_spaces_are_created_listed_activated_and_rolled_back(plain_space, make_product, embed):
    make_product("red")
    assert "lab_color is building." in run("spaces", "create", "lab_color")
    with pytest.raises(CommandError, match="wait to be embedded"):
        run("spaces", "activate", "lab_color")
    embed()
    EmbeddingSpace.objects.filter(name="lab_color").update(state="ready")
    assert "lab_color is live." in run("spaces", "activate", "lab_color")
    assert "hog+lab_color is live again." in run("spaces", "rollback")
    listed = run("spaces", "list")
    assert "hog+lab_color: live" in listed and "lab_color: ready" in listed
    assert "1 ready, 0 waiting, 0 failed" in listed


def test_mistakes_get_a_sentence(plain_space):
    with pytest.raises(CommandError, match="no space named 'nothing'"):
        run("spaces", "activate", "nothing")
    with pytest.raises(CommandError, match="resnet51"):
        run("spaces", "create", "resnet51")
    with pytest.raises(CommandError, match="no active space nothing"):
        run("embed_images", "--space", "nothing")
