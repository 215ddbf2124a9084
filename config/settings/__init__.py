"""Django's settings for whoever names none: `DJANGO_SETTINGS_MODULE=config.settings`.

They are those of `config.settings.production` where DATABASE_URL, REDIS_URL and CACHE_URL are all
set, else those of `config.settings.development`, in which an embedded server stands in for each
that is not named. Either can be asked for by its own name.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from config.env import read_environment


def __getattr__(name: str) -> object:
    # When a setting is asked for, not before: `config.settings.test` imports this package, too.
    if name.isupper():
        return getattr(_chosen(), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return dir(_chosen())


def _chosen() -> ModuleType:
    name = "production" if read_environment().names_every_server else "development"
    return importlib.import_module(f"config.settings.{name}")
