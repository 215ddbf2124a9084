"""A Milvus that is frozen, gone, starting or never was: said in a sentence, within a second."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings as django_settings

from catalog.product_filter import ProductFilter
from embeddings.index.external.store import StoreAwayError
from embeddings.index.milvus.connection import CONNECT_SECONDS
from embeddings.index.milvus.store import MilvusStore
from tests.fixtures.milvus_servers import free_port
from tests.waiting import wait_until

EVERYTHING = ProductFilter(in_stock=False)

FORKS = """
import os, sys, time
import django
django.setup()
from embeddings.index.milvus.store import MilvusStore
store = MilvusStore(sys.argv[1])
def troubles():
    until = time.monotonic() + 20  # a busy server may take longer than it is waited for
    while (said := store.troubles()) and time.monotonic() < until:
        time.sleep(0.1)
    return said
assert troubles() == [], troubles()
child = os.fork()
if child == 0:
    print("child", troubles(), flush=True)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
print("parent", troubles(), flush=True)
"""


def ask(store: MilvusStore, space, entries) -> tuple[int, ...]:
    found = store.nearest(entries[0].vector[None], space=space, where=EVERYTHING, limit=3)
    return found[0].image_ids


def assert_away(store: MilvusStore, space, entries, *, says: str) -> None:
    started = time.monotonic()
    with pytest.raises(StoreAwayError, match=says):
        ask(store, space, entries)
    # 0.7 s for a search and what it takes to connect, on a machine at rest. Without a bound of the
    # shop's own the client takes 10 s.
    assert time.monotonic() - started < 0.7 + CONNECT_SECONDS + 4
    assert store.troubles()


def test_a_frozen_server_is_said_to_be_late_and_asked_again(store, server, space, entries) -> None:
    wait_until(lambda: len(answer(store, space, entries)) == 3, 30)
    server.send(signal.SIGSTOP)
    try:
        assert_away(store, space, entries, says="Milvus at 127.0.0.1.* does not answer in time")
    finally:
        server.send(signal.SIGCONT)
    wait_until(lambda: not store.troubles(), 30)
    wait_until(lambda: len(answer(store, space, entries)) == 3, 30)


def test_a_server_that_comes_back_has_all_and_is_asked_again(store, server, space, entries) -> None:
    """The real one was tried, too; it takes 20 s to let go of its former self."""
    if server.slow_to_return:
        pytest.skip("20 s")
    wait_until(lambda: len(answer(store, space, entries)) == 3, 30)
    expected = ask(store, space, entries)
    server.kill()
    assert_away(store, space, entries, says="Milvus at 127.0.0.1.* cannot be reached")
    server.start()
    wait_until(lambda: answer(store, space, entries) == expected, 60)


def answer(store, space, entries) -> tuple[int, ...]:
    try:
        return ask(store, space, entries)
    except StoreAwayError:  # it is busy, or loads what it had, once it was asked
        return ()


def test_a_process_forked_from_one_that_asked_asks_by_itself(server) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FORKS, server.url],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.stdout.split("\n")[:2] == ["child []", "parent []"], ran.stderr


def test_nobody_listens_or_nobody_ever_answers(space, entries) -> None:
    pytest.importorskip("pymilvus")
    nowhere = MilvusStore(f"http://127.0.0.1:{free_port()}")
    assert_away(nowhere, space, entries, says="cannot be reached")
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        silent = MilvusStore(f"http://127.0.0.1:{mute.getsockname()[1]}")
        assert_away(silent, space, entries, says="does not answer in time")


def test_without_an_address_it_is_said_which_setting_has_it(space, entries) -> None:
    pytest.importorskip("pymilvus")
    assert MilvusStore().troubles() == ["VITRINE_MILVUS_URL does not say where Milvus answers."]
