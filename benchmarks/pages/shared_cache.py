"""How much of the API's traffic a CDN answers by itself, going by the headers that the shop sends.

A simulation: requests for 20,000 addresses that are as popular as words in a text (Zipf), at random
times; the cache keeps what the answer's own Cache-Control lets it keep, and never runs full.
"""

from __future__ import annotations

import http.client
import re

import numpy as np

from benchmarks.environment import PORT
from benchmarks.load import Request
from benchmarks.report import table

ADDRESSES = 20_000
ZIPF = 1.0
HOURS = 1.0
RATES = (1, 10, 100)
"""Requests/s of a kind."""


def measure(kinds: dict[str, Request]) -> None:
    """Print the headers of one answer of each kind, and the hit ratios that they allow."""
    rows = []
    for name, request in kinds.items():
        fresh, stale = _kept(said := _headers(request).get("Cache-Control", ""))
        ratios = [f"{_hits(rate, fresh, stale):.0%}" if fresh else "-" for rate in RATES]
        rows.append([name, said, *ratios])
    table(["", "Cache-Control", *(f"hits at {rate} requests/s" for rate in RATES)], rows)


def _headers(request: Request) -> dict[str, str]:
    method, path, body, headers = request
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    return dict(response.getheaders())


def _kept(said: str) -> tuple[int, int]:
    """Seconds that a shared cache may answer by itself, and further ones while it asks anew."""
    if "public" not in said:
        return 0, 0
    seconds = dict(re.findall(r"([a-z-]+)=([0-9]+)", said))
    fresh = int(seconds.get("s-maxage") or seconds.get("max-age") or 0)
    return fresh, int(seconds.get("stale-while-revalidate", 0))


def _hits(rate: float, fresh: int, stale: int) -> float:
    """The share of requests in an hour that need not wait for the shop."""
    chance = np.random.default_rng(3)
    share = np.arange(1, ADDRESSES + 1) ** -ZIPF
    times = np.sort(chance.uniform(0, 3600 * HOURS, int(rate * 3600 * HOURS)))
    asked = chance.choice(ADDRESSES, len(times), p=share / share.sum())
    brought = np.full(ADDRESSES, -np.inf)
    hits = 0
    for time, address in zip(times.tolist(), asked.tolist(), strict=True):
        age = time - brought[address]
        hits += age <= fresh + stale
        if age > fresh:
            brought[address] = time
    return hits / len(times)
