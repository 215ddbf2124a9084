"""Workers on four hosts, of which each meets with something."""

from __future__ import annotations

import json

from chaos import processes
from chaos.fault import NotSurvivedError, fault
from chaos.host import Host
from chaos.shop import Shop, waiting
from embeddings.models import ImageEmbedding
from embeddings.queue.wake import wake_workers

CLOCKS = {"killed": -60.0, "frozen": 60.0, "no-redis": -20.0, "no-postgres": 20.0}
"""Seconds ahead of the database's; two minutes lie between the first two."""
UPLOADS = 50
ODD = {
    "ODD_PICTURES": json.dumps({"*": 0.4}),
    "VITRINE_EMBED_BATCH_PICTURES": "8",
    "VITRINE_DECODERS": "1",
}


@fault("H01", "four hosts: killed, frozen, parted from Redis, from PostgreSQL; clocks apart")
def four_hosts(shop: Shop) -> str:
    processes.kill(shop.worker)
    hosts = {name: Host(name, clock_ahead=ahead, **ODD) for name, ahead in CLOCKS.items()}
    for host in hosts.values():
        shop.undo.callback(host.close)
    for host in hosts.values():
        host.server.wait_for(" ready.")
    sent: list[int] = []

    def all_at_work() -> bool:
        if waiting() < UPLOADS:
            sent.extend(shop.ledger.send(UPLOADS).accepted.values())
        wake_workers(even_if_sent=True)
        return all(host.claims.exists() for host in hosts.values())

    shop.wait(all_at_work, 60, lambda: "not all four hosts are at work")
    shop.say("each has pictures in hand, and now they fall over")
    processes.kill(hosts["killed"].server)
    processes.freeze(hosts["frozen"].server)
    hosts["no-redis"].part_from_redis()
    hosts["no-postgres"].postgres.part()
    held = {
        name: list(hosts[name].claims.values_list("pk", flat=True))
        for name in ("killed", "frozen", "no-postgres")
    }
    shop.worker = shop.start_worker()  # a fifth, whose host is well
    shop.wait(lambda: not _pending(sent), 90)
    made = _made(sent)
    shop.say("the fifth has embedded everything; the others come back")
    processes.thaw(hosts["frozen"].server)
    for host in hosts.values():
        host.heal()
    shop.ledger.send(20)
    shop.settle()
    processes.tell_to_stop(hosts["frozen"].server)
    if _made(sent) != made:
        raise NotSurvivedError("a result that came late was stored")
    return "taken over: " + ", ".join(f"{len(rows)} of {name}" for name, rows in held.items())


def _pending(images: list[int]) -> int:
    return ImageEmbedding.objects.pending().filter(image__in=images).count()


def _made(images: list[int]) -> dict[int, object]:
    rows = ImageEmbedding.objects.filter(image__in=images)
    return dict(rows.values_list("pk", "embedded_at"))
