"""The same work twice, two at the same work, and work that has been overtaken."""

from __future__ import annotations

from celery import current_app

from catalog.images.saving import set_picture
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from chaos import processes
from chaos.fault import NotSurvivedError, fault
from chaos.faults.workers import SLOW
from chaos.pictures import draw_upload
from chaos.shop import Shop, at_work
from embeddings.models import ImageEmbedding
from tests.pictures import encode


@fault("F20", "one message is delivered a hundred times")
def deliver_often(shop: Shop) -> str:
    said = len(shop.worker.log.read_text())
    shop.ledger.send(1)
    for _ in range(100):
        current_app.send_task("embeddings.tasks.embed_pending")
    shop.settle()
    if "ERROR" in shop.worker.log.read_text()[said:]:
        raise NotSurvivedError("the worker's log holds an error")
    return ""


@fault("F21", "two workers at the same pictures")
def share_work(shop: Shop) -> str:
    shop.start_worker("other")
    sent = shop.ledger.send(120)
    shop.settle()
    rows = ImageEmbedding.objects.filter(image__in=sent.accepted.values())
    if again := rows.filter(attempts__gt=1).count():
        raise NotSurvivedError(f"{again} pictures were begun twice")
    return ""


@fault("F22", "pictures are replaced and deleted at work, whose result comes late")
def overtake(shop: Shop) -> str:
    worker = shop.replace_worker(**SLOW)
    sent = list(shop.ledger.send(30).accepted.values())
    shop.wait(at_work, 30)
    shop.say("the worker is frozen; three pictures are replaced, two deleted")
    processes.freeze(worker)
    for pk in sent[:3]:
        number = shop.ledger.replace(pk)
        new = validate_picture(encode(draw_upload(number), quality=90))
        set_picture(ProductImage.objects.get(pk=pk), new)
    for pk in sent[3:5]:
        ProductImage.objects.get(pk=pk).delete()
        shop.ledger.forget(pk)
    shop.start_worker("other")
    shop.settle()
    shop.say("another worker has done all of it; the frozen one goes on")
    made = _made(sent)
    processes.thaw(worker)
    processes.tell_to_stop(worker)
    if _made(sent) != made:
        raise NotSurvivedError("a result that came late was stored")
    return "the late result was not stored"


def _made(images: list[int]) -> dict[int, object]:
    rows = ImageEmbedding.objects.filter(image__in=images)
    return dict(rows.values_list("pk", "embedded_at"))
