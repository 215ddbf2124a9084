"""Pictures that end what reads them, or keep it busy."""

from __future__ import annotations

import json

from benchmarks.load import drive, gets
from catalog.models import ProductImage
from chaos import processes
from chaos.fault import NotSurvivedError, fault
from chaos.pictures import costly_request_of
from chaos.shop import SETTLE_SECONDS, Shop
from embeddings.conf import conf
from embeddings.models import ImageEmbedding

KINDS = ("segfault", "hang", "memory", "worker-segfault")
HEALTHY = 60
COSTLY = 50
ANSWER_SECONDS = 10.0


@fault("F26", "pictures that crash, hang or fill what reads them, before healthy ones")
def poison(shop: Shop) -> str:
    processes.kill(shop.worker)
    bad = list(shop.ledger.send(len(KINDS)).accepted.values())
    good = list(shop.ledger.send(HEALTHY).accepted.values())
    shop.ledger.may_fail.update(bad)
    digests = dict(ProductImage.objects.filter(pk__in=bad).values_list("pk", "sha256"))
    odd = {digests[pk]: kind for pk, kind in zip(bad, KINDS, strict=True)}
    shop.replace_worker(ODD_PICTURES=json.dumps(odd), VITRINE_DECODE_AGAIN_SECONDS="4")
    ready = ImageEmbedding.objects.ready()
    seconds = shop.wait(
        lambda: ready.filter(image__in=good).count() == HEALTHY,
        SETTLE_SECONDS,
        lambda: "healthy pictures wait",
    )
    shop.settle()
    for row in ImageEmbedding.objects.filter(image__in=bad):
        if row.state != "failed" or row.attempts > conf.EMBED_ATTEMPTS:
            raise NotSurvivedError(f"poison is {row.state} after {row.attempts} attempts")
    return f"healthy ones were ready after {seconds:.0f} s"


@fault("F27", f"{COSTLY} pictures of 25 megapixels in 40 scans, among healthy ones")
def burn(shop: Shop) -> str:
    with shop.ledger.sending(COSTLY, clients=4, request=costly_request_of) as costly:
        sent = shop.ledger.send(HEALTHY)
        pages, *_ = drive(gets(["/"] * 20), clients=1, port=shop.port)
    shop.ledger.may_fail.update(costly.accepted.values())
    # Whoever finds no place at a decoder for ten seconds is told to come again.
    again = shop.ledger.send_again(sent)
    if again.refused or {*sent.refused.values(), *costly.refused.values()} - {503}:
        raise NotSurvivedError(f"refused: {sent.refused}, {again.refused}, {costly.refused}")
    shop.expect_within(max(pages), ANSWER_SECONDS, "the slowest page")
    refused = len(sent.refused) + len(costly.refused)
    return (
        f"{refused} were 503; slowest upload {sent.slowest:.1f} s, slowest page {max(pages):.1f} s"
    )
