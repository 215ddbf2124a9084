"""A shop that people buy from: its servers and its key are named, nothing is made up."""

from __future__ import annotations

from config.env import EnvironmentInvalidError
from config.settings.base import *

_NEEDED = {
    "DATABASE_URL": ENV.database_url,
    "REDIS_URL": ENV.redis_url,
    "CACHE_URL": ENV.cache_url,
    "SECRET_KEY": ENV.secret_key,
}
if _missing := [name for name, value in _NEEDED.items() if not value]:
    raise EnvironmentInvalidError(
        f"Vitrine cannot start:\n  {', '.join(_missing)}: must be set for production\n"
        "With embedded servers: DJANGO_SETTINGS_MODULE=config.settings.development"
    )

SECRET_KEY = ENV.secret_key
