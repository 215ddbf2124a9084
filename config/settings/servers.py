"""Where PostgreSQL, the broker and the cache are, and how long anybody waits for them."""

from __future__ import annotations

from config import embedded_addresses as embedded
from config.databases import database_settings
from config.env import read_environment
from infra import redis_clients

ENV = read_environment()

DATABASES = database_settings(
    ENV.database_url or embedded.database_url(ENV.data), ENV.database_replicas
)
DATABASE_ROUTERS = ["infra.replicas.aliases.ReplicaRouter"] if ENV.database_replicas else []

REDIS_URL = ENV.redis_url or embedded.broker_url(ENV.data)
CACHE_URL = ENV.cache_url or embedded.cache_url(ENV.data)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": redis_clients.CACHE.django_options,
    }
}
