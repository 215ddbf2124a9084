"""Where PostgreSQL, the broker and the cache are, and how long anybody waits for them."""

from __future__ import annotations

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config import embedded_addresses as embedded
from config.env import read_environment
from infra import redis_clients

ENV = read_environment()

# Persistent connections with a check before each request: after a restart of PostgreSQL the next
# request opens a new one. A web process also bounds its statements (config/wsgi.py).
try:
    DATABASES = {
        "default": dj_database_url.parse(
            ENV.database_url or embedded.database_url(ENV.data),
            conn_max_age=60,
            conn_health_checks=True,
        )
    }
except (ValueError, dj_database_url.ParseError) as error:
    raise ImproperlyConfigured(f"DATABASE_URL: {error}") from None
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
# A host that is lost says nothing: without these, whoever waits for its answer waits for hours.
for _option, _value in {
    "keepalives_idle": 15,  # s
    "keepalives_interval": 5,  # s
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # ms
}.items():
    DATABASES["default"]["OPTIONS"].setdefault(_option, _value)
# For statements that come again and again on one connection: see infra/prepared.py.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)

REDIS_URL = ENV.redis_url or embedded.broker_url(ENV.data)
CACHE_URL = ENV.cache_url or embedded.cache_url(ENV.data)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": redis_clients.CACHE.django_options,
    }
}
