"""Starts the embedded servers for an entry point whose environment names none."""

from __future__ import annotations

import importlib

from config.env import read_environment


def ensure_services() -> None:
    """Make the servers run that the environment does not name."""
    env = read_environment()
    if env.database_url and env.redis_url and env.cache_url:
        return
    # Late and by name: a production shop has neither the demo nor its servers.
    importlib.import_module("demo.servers").ensure_services(env)
