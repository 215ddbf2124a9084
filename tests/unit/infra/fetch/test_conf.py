"""Settings that would open more than was meant are refused when the shop starts."""

from __future__ import annotations

import pytest

from infra.fetch.conf import FetchConf, read_networks


@pytest.mark.parametrize("raw", ["10.1.0.0", "10.1.0.0/16, fd12::/32"])
def test_networks_are_read(raw) -> None:
    assert FetchConf.FETCH_OWN_NETWORKS.parse(raw) == raw
    assert read_networks("") == ()
    assert len(read_networks(raw)) == len(raw.split(","))


@pytest.mark.parametrize("raw", ["10.1.2.3/16", "inside", "10.1.0.0/16;10.2.0.0/16"])
def test_what_is_no_network_is_refused(raw) -> None:
    with pytest.raises(ValueError, match="networks"):
        FetchConf.FETCH_OWN_NETWORKS.parse(raw)


@pytest.mark.parametrize("raw", ["a b", "x\r\nHost: inside", "ü", "a)"])
def test_a_contact_stays_within_its_header(raw) -> None:
    with pytest.raises(ValueError, match="address"):
        FetchConf.FETCH_CONTACT.parse(raw)
