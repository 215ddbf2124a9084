"""The shop on one machine: embedded servers for those that the environment does not name."""

from __future__ import annotations

import secrets

from config.embedded_addresses import secret_key_path
from config.settings.base import *

INSTALLED_APPS += ["demo"]


def _kept_secret_key() -> str:
    """The key that was made with the embedded servers; empty while they have never run."""
    try:
        return secret_key_path(ENV.data).read_text()
    except FileNotFoundError:
        return ""


# For this process alone where none is kept: importing settings writes nothing.
SECRET_KEY = ENV.secret_key or _kept_secret_key() or secrets.token_urlsafe(64)
