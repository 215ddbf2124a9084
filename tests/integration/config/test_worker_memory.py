"""What a worker has loaded is shared with its child."""

from __future__ import annotations

import gc

from celery.signals import worker_before_create_process

import config.celery  # noqa: F401 - it listens


def test_collections_leave_alone_what_a_child_shares() -> None:
    try:
        worker_before_create_process.send(sender=None)
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
    assert gc.get_freeze_count() < 1_000
