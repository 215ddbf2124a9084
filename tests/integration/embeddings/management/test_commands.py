"""What whoever is on call types: status, queueing, spaces."""

from __future__ import annotations

import io
import json
import time

import pytest
from django.core.management import CommandError, call_command

from embeddings.index import vector_index
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker.embed import drain

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_status_says_what_waits_and_who_is_there(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red")
    embed()
    make_product("blue")
    (space,) = json.loads(run("embedding_status", "--json"))["spaces"]
    assert (space["ready"], space["pending"], space["failed"]) == (1, 1, 0)
    assert space["oldest_waiting_seconds"] >= 0
    text = run("embedding_status")
    assert "hog+lab_color (live): 1 ready, 1 waiting, 0 failed, no index needed" in text
    assert "photos: no worker" in text


def test_missing_embeddings_are_queued_and_waited_for(
    plain_space: EmbeddingSpace, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red", "blue")
    ImageEmbedding.objects.all().delete()
    # The worker's part, in the time in which the command looks away.
    monkeypatch.setattr(time, "sleep", lambda seconds: drain(token="test"))
    said = run("embed_images")
    assert "2 embeddings queued" in said
    assert "2 ready, 0 failed" in said


def test_failed_ones_are_queued_again_only_when_asked(
    plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    ImageEmbedding.objects.update(state="failed", error="broken", attempts=3)
    assert "0 embeddings queued" in run("embed_images", "--no-wait")
    assert "1 embeddings queued" in run("embed_images", "--no-wait", "--retry-failed")


def test_spaces_are_created_listed_activated_and_rolled_back(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red")
    assert "lab_color is building." in run("spaces", "create", "lab_color")
    with pytest.raises(CommandError, match="wait to be embedded"):
        run("spaces", "activate", "lab_color")
    embed()
    EmbeddingSpace.objects.filter(name="lab_color").update(state="ready")
    assert "lab_color is live." in run("spaces", "activate", "lab_color")
    assert "hog+lab_color is live again." in run("spaces", "rollback")
    listed = run("spaces", "list")
    assert "hog+lab_color: live" in listed
    assert "lab_color: ready" in listed
    assert "1 ready, 0 waiting, 0 failed" in listed


def work(seconds: float) -> None:
    """The worker's part, in the time in which a command looks away."""
    drain(token="test")


def test_a_space_is_built_while_the_command_watches(
    plain_space: EmbeddingSpace, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red", "blue")
    call_command("spaces", "create", "lab_color", stdout=io.StringIO())
    monkeypatch.setattr(time, "sleep", work)
    complaints = io.StringIO()
    said = io.StringIO()
    call_command("spaces", "build", "lab_color", stdout=said, stderr=complaints)
    assert said.getvalue() == "lab_color is ready: 2 ready, 0 failed.\n"
    assert "No worker is at work yet" in complaints.getvalue()
    assert "lab_color is ready" in run("spaces", "build", "lab_color"), "once more does no harm"


def test_watching_can_be_interrupted_and_taken_up_again(
    plain_space: EmbeddingSpace, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red", "blue")
    call_command("spaces", "create", "lab_color", stdout=io.StringIO())

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run("spaces", "build", "lab_color")
    monkeypatch.setattr(time, "sleep", work)
    assert "lab_color is ready: 2 ready" in run("spaces", "build", "lab_color")


def test_creating_waits_for_what_the_space_becomes_and_lets_it_go_live(
    plain_space: EmbeddingSpace, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.VITRINE_FIT_FROM_PICTURES", 6, raising=False)
    make_product(*(f"hsl({hue}, 80%, 45%)" for hue in range(0, 360, 60)))
    monkeypatch.setattr(time, "sleep", work)
    said = run("spaces", "create", "lab_color:pca4", "--activate", "--wait")
    assert "lab_color is building and becomes lab_color:pca4 once it is built." in said
    assert "lab_color:pca4 is live: 6 ready, 0 failed." in said
    assert "lab_color: retired" in run("spaces", "list")


def test_a_space_is_retired_and_an_index_built_anew(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red")
    run("spaces", "create", "lab_color")
    embed()
    vector_index().build(EmbeddingSpace.objects.get(name="lab_color"))
    assert "The index of lab_color is new." in run("spaces", "reindex", "lab_color")
    assert "lab_color is retired." in run("spaces", "retire", "lab_color")
    assert "lab_color: retired, 294 dimensions, 0 ready" in run("spaces", "list")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["create", "hog:pca4"], "needs 75 of them"),
        (["create", "hog:pca2000"], "must keep 1 to 1764"),
        (["build", "nothing"], "no space named 'nothing'"),
        (["retire", "nothing"], "no space named 'nothing'"),
        (["retire", "hog+lab_color"], "is live; activate another space first"),
        (["reindex", "hog+lab_color"], "has no index"),
        (["rollback"], "No other space has been live before"),
        (["build", "retired"], "retired; create it anew"),
        (["activate", "retired"], "retired; create it anew"),
    ],
)
def test_what_cannot_be_done_with_a_space_is_refused_in_a_sentence(
    plain_space: EmbeddingSpace, arguments, words
) -> None:
    EmbeddingSpace.objects.create(
        name="retired", recipe="hog", components=[], dimensions=1, state="retired"
    )
    with pytest.raises(CommandError, match=words):
        run("spaces", *arguments)


def test_mistakes_get_a_sentence(plain_space: EmbeddingSpace) -> None:
    with pytest.raises(CommandError, match="no space named 'nothing'"):
        run("spaces", "activate", "nothing")
    with pytest.raises(CommandError, match="resnet51"):
        run("spaces", "create", "resnet51")
    with pytest.raises(CommandError, match="no active space nothing"):
        run("embed_images", "--space", "nothing")
