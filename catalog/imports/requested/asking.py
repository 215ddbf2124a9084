"""Asking for pictures by their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from catalog.imports.requested.models import RequestedPicture
from catalog.models import Product
from infra.fetch.addresses import parse_address
from infra.fetch.conf import conf as fetch_conf
from infra.publisher import send

TASK = "catalog.tasks.fetch_requested_pictures"
WAKE_UP_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A picture by its address; of what is None nothing is said."""

    address: str
    alt: str | None = None
    position: int | None = None


def ask_for_pictures(product: Product, asked: Sequence[Asked], *, machine: str) -> None:
    """Let each wait to be fetched, the same address once; a worker is woken after the commit.

    Raises FetchRefusedError for what can be no address; where names lead is seen later.
    """
    for each in asked:
        parse_address(each.address, ports=fetch_conf.FETCH_PORTS)
    now = timezone.now()
    rows = [
        RequestedPicture(
            product=product,
            address=each.address,
            alt=each.alt,
            position=each.position,
            machine=machine,
            next_at=now,
            asked_at=now,
        )
        for each in {each.address: each for each in asked}.values()
    ]
    again = ["alt", "position", "machine", "state", "code", "error", "attempts", "claim"]
    RequestedPicture.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["product", "address"],
        update_fields=[*again, "next_at", "asked_at"],
    )
    transaction.on_commit(lambda: wake())


def wake() -> None:
    """Say that there is work; lost, the sweep says it again."""
    send(TASK, expires_seconds=WAKE_UP_SECONDS)
