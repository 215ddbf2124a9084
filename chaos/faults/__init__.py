"""The faults, each a function in the module of its topic; played in the order of their ids."""

from chaos.faults import (
    broker,
    concurrency,
    database,
    disk,
    hosts,
    poison,
    spaces,
    web,
    weights,
    workers,
)

__all__ = [
    "broker",
    "concurrency",
    "database",
    "disk",
    "hosts",
    "poison",
    "spaces",
    "web",
    "weights",
    "workers",
]
