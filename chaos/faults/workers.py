"""Workers that are killed at work, and restarted one after the other."""

from __future__ import annotations

import json
import time

from chaos import processes
from chaos.fault import NotSurvivedError, fault
from chaos.shop import Shop, at_work
from embeddings.models import ImageEmbedding

SLOW = {"ODD_PICTURES": json.dumps({"*": 0.25})}
"""Two decode at a time, so a batch of 32 takes 4 s: long enough to be caught at work."""
RESTARTS = 20
STOP_SECONDS = 10.0


@fault("F01", "a worker's pool process is killed at work")
def kill_pool_process(shop: Shop) -> str:
    worker = shop.replace_worker(**SLOW)
    shop.ledger.send(40)
    shop.wait(at_work, 30)
    shop.say("kill -9 of the process at work")
    for child in processes.children(worker):
        child.kill()
    return f"ready again after {shop.settle():.0f} s"


@fault("F02", "a whole worker is killed at work")
def kill_worker(shop: Shop) -> str:
    worker = shop.replace_worker(**SLOW)
    shop.ledger.send(40)
    shop.wait(at_work, 30)
    shop.say("kill -9 of the worker with all its processes; another one comes")
    processes.kill(worker)
    return "its lease of 30 s ends first"


@fault("F03", f"{RESTARTS} rolling restarts by SIGTERM while uploads come")
def restart_workers(shop: Shop) -> str:
    other = shop.start_worker("other")
    slowest = 0.0
    with shop.ledger.sending(200, clients=1) as sent:
        for number in range(RESTARTS):
            begun = time.monotonic()
            if processes.tell_to_stop(other if number % 2 else shop.worker):
                raise NotSurvivedError("a worker that was told to stop ended with an error")
            slowest = max(slowest, time.monotonic() - begun)
            if number % 2:
                other = shop.start_worker("other")
            else:
                shop.worker = shop.start_worker()
    if sent.refused:
        raise NotSurvivedError(f"{len(sent.refused)} uploads were refused")
    shop.settle()
    again = ImageEmbedding.objects.filter(image__in=sent.accepted.values(), attempts__gt=1)
    if again.exists():
        raise NotSurvivedError(f"{again.count()} pictures were begun twice")
    shop.expect_within(slowest, STOP_SECONDS, "the slowest stop")
    return f"the slowest stop took {slowest:.1f} s; no picture was begun twice"
