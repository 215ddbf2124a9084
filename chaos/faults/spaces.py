"""Everything is embedded anew while uploads come, and shoppers change over and back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings

from chaos.fault import CannotPlayError, NotSurvivedError, fault
from chaos.shop import SETTLE_SECONDS, Shop, waiting
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import activate, create_space, retire, rollback
from infra.redis_clients import STARTING, open_client

SIMILAR = "/api/v1/products/chaos-1/similar/"
MOST_MESSAGES = 100
SWITCHES = 30


@fault("F25", "everything is embedded anew, while uploads come")
def embed_anew(shop: Shop) -> str:
    live = EmbeddingSpace.objects.get(state="live")
    storm = create_space("hog")
    shop.undo.callback(_retire, storm)
    pictures = waiting()
    sent = list(shop.ledger.send(5).accepted.values())
    new = ImageEmbedding.objects.filter(image__in=sent, space=live)
    seconds = shop.wait(lambda: new.ready().count() == len(sent), SETTLE_SECONDS)
    left = ImageEmbedding.objects.pending().filter(space=storm).count()
    if (messages := _messages()) > MOST_MESSAGES:
        raise NotSurvivedError(f"the broker holds {messages} messages")
    shop.settle()
    return f"new ones live after {seconds:.1f} s, {left} of {pictures} then to come"


@fault("F29", "a space of other dimensions goes live, and back, in the midst of searches (F30)")
def change_over(shop: Shop) -> str:
    live, other = EmbeddingSpace.objects.get(state="live"), create_space("lab_color")
    shop.undo.callback(_retire, other)
    shop.ledger.send(40)
    shop.settle()
    shop.wait(lambda: EmbeddingSpace.objects.get(pk=other.pk).state == "ready", 60)
    right = [_similar(shop)]
    activate(other)
    right.append(_similar(shop))
    rollback()
    if right[0] == right[1]:
        raise CannotPlayError("both spaces find the same")
    with _shoppers(shop) as seen:
        for _ in range(SWITCHES):
            activate(other)
            rollback()
    if wrong := sum(answer not in right for answer in seen):
        raise NotSurvivedError(f"{wrong} of {len(seen)} answers are of neither space")
    return f"{len(seen)} answers, each of {live.dimensions} or of {other.dimensions} dimensions"


@contextmanager
def _shoppers(shop: Shop) -> Iterator[list[object]]:
    """Two who ask for similar items all the while; what they are answered."""
    seen, stop = list[object](), threading.Event()

    def ask() -> None:
        while not stop.is_set():
            seen.append(_similar(shop))

    shoppers = [threading.Thread(target=ask) for _ in range(2)]
    for shopper in shoppers:
        shopper.start()
    try:
        yield seen
    finally:
        stop.set()
        for shopper in shoppers:
            shopper.join()


def _similar(shop: Shop) -> object:
    """The products, nearest first; the status where that is not 200."""
    status, text = shop.get(SIMILAR)
    if status != 200:
        return status
    return [each["product"]["slug"] for each in json.loads(text)["results"]]


def _retire(space: EmbeddingSpace) -> None:
    space.refresh_from_db()
    if space.state == EmbeddingSpace.State.LIVE:
        rollback()
        space.refresh_from_db()
    retire(space)


def _messages() -> int:
    with open_client(settings.REDIS_URL, STARTING) as broker:
        return sum(_length(broker, queue) for queue in ("embeddings", "photos"))


def _length(broker: redis.Redis, queue: str) -> int:
    return int(broker.llen(queue))
