"""PostgreSQL with pgvector and Redis from wheels: real servers without Docker or root.

`ensure_services()` starts what the environment does not name, or joins what already runs. The
last process to leave stops the servers, so neither a second terminal nor Ctrl-C leaves one behind.
"""

from __future__ import annotations

from config.embedded_addresses import broker_url, cache_url, database_url
from config.services import EmbeddedServerError
from demo.servers.health import stopped_servers
from demo.servers.services import ensure_services, revive_services, stop_services_if_last

__all__ = [
    "EmbeddedServerError",
    "broker_url",
    "cache_url",
    "database_url",
    "ensure_services",
    "revive_services",
    "stop_services_if_last",
    "stopped_servers",
]
