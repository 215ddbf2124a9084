"""Four workers on hosts of their own: one killed, one frozen, two parted from a server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F

from chaos import processes
from chaos.host import Host
from embeddings.models import ImageEmbedding
from embeddings.queue.wake import wake_workers
from tests.fixtures.uploads import Upload, odd
from tests.waiting import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

CLOCKS = {"killed": -60.0, "frozen": 60.0, "no-postgres": 20.0, "no-redis": -20.0}
SMALL = {"VITRINE_EMBED_BATCH_PICTURES": "4", "VITRINE_DECODERS": "1"}
UPLOADS, ENOUGH = 28, 20


@pytest.fixture
def hosts(transactional_db) -> Iterator[dict[str, Host]]:
    options = odd({"*": 0.4}, **SMALL)
    del options["app"]
    made = {name: Host(name, clock_ahead=ahead, **options) for name, ahead in CLOCKS.items()}
    for host in made.values():
        host.server.wait_for(" ready.")
    yield made
    for host in made.values():
        host.close()


def test_nothing_is_lost_and_nothing_stored_twice_whatever_becomes_of_the_hosts(
    upload: Upload, hosts: dict[str, Host]
) -> None:
    ledger = upload(UPLOADS)

    def all_at_work() -> bool:
        if ImageEmbedding.objects.pending().count() < ENOUGH:  # for a host that wakes late
            ledger.extend(upload(UPLOADS - ENOUGH))
        wake_workers(even_if_sent=True)
        return all(host.claims.exists() for host in hosts.values())

    wait_until(all_at_work, 60)
    processes.kill(hosts["killed"].server)
    processes.freeze(hosts["frozen"].server)
    hosts["no-postgres"].postgres.part()
    hosts["no-redis"].part_from_redis()
    held = {name: list(host.claims.values_list("pk", flat=True)) for name, host in hosts.items()}
    # So much of the lease goes by at once, of those who can renew it no more.
    gone = held["killed"] + held["frozen"] + held["no-postgres"]
    lost = ImageEmbedding.objects.filter(pk__in=gone)
    lost.update(lease_expires_at=F("lease_expires_at") - timedelta(seconds=30))

    hosts["no-redis"].heal()  # all the work is its own now

    def all_done() -> bool:
        wake_workers(even_if_sent=True)
        return not ImageEmbedding.objects.pending().exists()

    wait_until(all_done, 60, hosts["no-redis"].server.log.read_text)
    made = dict(ImageEmbedding.objects.values_list("pk", "embedded_at"))
    processes.thaw(hosts["frozen"].server)
    hosts["no-postgres"].heal()
    for name in ("frozen", "no-postgres"):  # to the end of what they have in hand
        processes.tell_to_stop(hosts[name].server)

    rows = ImageEmbedding.objects.values_list("image_id", "state", "digest")
    assert sorted(rows) == sorted((image.pk, "ready", image.sha256) for image in ledger)
    assert dict(ImageEmbedding.objects.values_list("pk", "embedded_at")) == made
    assert set(lost.values_list("attempts", flat=True)) == {2}
