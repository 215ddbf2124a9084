"""A host's addresses are asked for once and all checked, within a time that has an end."""

from __future__ import annotations

import socket
import threading

import pytest

from infra.fetch.errors import FetchRefusedError
from infra.fetch.network.resolve import ask_system, resolve_public
from tests.waiting import ends_within

PUBLIC = ["93.184.216.34", "2606:2800:220:1::1"]


def code_of(resolver, *, timeout=5.0) -> str:
    with pytest.raises(FetchRefusedError) as refused:
        resolve_public("shop.example", resolver=resolver, timeout=timeout)
    assert "shop.example" in str(refused.value)
    return refused.value.code


def test_public_addresses_come_back_as_they_are() -> None:
    assert resolve_public("shop.example", resolver=lambda host: PUBLIC, timeout=5) == PUBLIC


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "fe80::1%eth0", "10.0.0.1", "no address"])
def test_one_address_that_is_not_public_refuses_the_host(bad) -> None:
    assert code_of(lambda host: [*PUBLIC, bad]) == "not_public"


def test_a_name_without_a_server_is_told() -> None:
    def nobody(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert code_of(nobody) == "unknown_host"
    assert code_of(lambda host: []) == "unknown_host"


def test_a_resolver_that_hangs_is_left_behind() -> None:
    release = threading.Event()
    try:
        with ends_within(0.2):
            assert code_of(lambda host: [str(release.wait(60))], timeout=0.05) == "too_slow"
    finally:
        release.set()


def test_the_system_knows_this_machine_by_both_of_its_families() -> None:
    assert "127.0.0.1" in ask_system("localhost")
    assert ask_system("::1") == ["::1"]
