"""Every setting that comes from the environment, read in one place and loud on nonsense."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from accounts.conf import conf as accounts_conf
from api.conf import conf as api_conf
from catalog.conf import conf as catalog_conf
from config.env.media_place import MediaPlace, read_media_url
from config.env.replicas import replica_problems, to_replicas
from config.env.values import (
    to_count,
    to_folder,
    to_hosts,
    to_language,
    to_origins,
    to_path,
    to_recipe,
    to_secret,
    to_time_zone,
    to_url,
)
from embeddings.conf import conf as embeddings_conf
from embeddings.index_conf import conf as index_conf
from embeddings.milvus_conf import conf as milvus_conf
from events.conf import conf as events_conf
from hygiene.conf import conf as hygiene_conf
from infra.conf import PREFIX, Knob, knobs_of, parse_switch
from infra.fetch.conf import conf as fetch_conf
from infra.replicas.conf import conf as replica_conf
from monitoring.conf import conf as monitoring_conf
from recommendations.conf import conf as recommendations_conf
from shop.conf import conf as shop_conf
from web.conf import conf as web_conf
from webhooks.conf import conf as webhooks_conf

BASE_DIR = Path(__file__).resolve().parents[2]


class EnvironmentInvalidError(Exception):
    """The environment holds values that Vitrine cannot use; the message lists all of them."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Vitrine's settings from the environment, each with its default."""

    data: Path = BASE_DIR / "var"
    """VITRINE_DATA: embedded databases, media, downloaded weights."""
    media: MediaPlace | None = None
    """VITRINE_MEDIA_URL: a bucket for pictures; None: files below VITRINE_DATA."""
    database_url: str = ""
    """DATABASE_URL: a PostgreSQL with pgvector; empty: the embedded one."""
    database_replicas: list[str] = field(default_factory=list)
    """DATABASE_REPLICA_URLS: copies of it by streaming replication, for reading."""
    redis_url: str = ""
    """REDIS_URL: the Celery broker; empty: the embedded one."""
    cache_url: str = ""
    """CACHE_URL: cache and photo searches, nothing kept on disk; empty: the embedded one."""
    weights_dir: Path | None = None
    """VITRINE_WEIGHTS_DIR: a folder with encoder weights, looked at before any download."""
    weights_url: str = ""
    """VITRINE_WEIGHTS_URL: a mirror to download weights from; empty: torchvision's own."""
    encoder: str = "resnet50+lab_color"
    """VITRINE_ENCODER: the recipe of the first embedding space."""
    rate_limits: bool = True
    """VITRINE_RATE_LIMITS: `off` for load tests."""
    trusted_proxies: int = 0
    """VITRINE_TRUSTED_PROXIES: how many proxies of ours append to X-Forwarded-For."""
    https: bool = False
    """VITRINE_HTTPS: the shop is reached over HTTPS only; secure cookies, HSTS, redirects."""
    secret_key: str = ""
    """SECRET_KEY: at least 50 random characters; empty with embedded PostgreSQL: made and kept."""
    debug: bool = False
    """DEBUG: Django's debug pages; never in production."""
    allowed_hosts: list[str] = field(default_factory=lambda: ["127.0.0.1", "localhost", "[::1]"])
    """ALLOWED_HOSTS: the shop's host names, separated by commas."""
    language: str = "en"
    """VITRINE_LANGUAGE: what pages and refusals are written in, such as de."""
    time_zone: str = "UTC"
    """VITRINE_TIME_ZONE: whose clock staff's dates go by, such as Europe/Berlin."""
    csrf_trusted_origins: list[str] = field(default_factory=list)
    """CSRF_TRUSTED_ORIGINS: origins, separated by commas, when a proxy changes the host."""
    knobs: Mapping[str, object] = field(default_factory=dict)
    """What the apps' own conf.py offer, where a value is given; by the setting's name."""

    @property
    def names_every_server(self) -> bool:
        """Whether the shop runs on servers of its own alone: production, unless told otherwise."""
        return bool(self.database_url and self.redis_url and self.cache_url)


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the environment; EnvironmentInvalidError names every wrong variable."""
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    values: dict[str, Any] = {}
    knobs: dict[str, object] = {}
    problems: list[str] = []
    for name, raw in given.items():
        try:
            if name in VARIABLES:
                variable = VARIABLES[name]
                values[variable.field] = variable.convert(raw)
            elif name in KNOBS:
                knobs[name] = KNOBS[name].parse(raw)
            elif name.startswith(PREFIX) and name not in _OF_THE_TESTS:
                problems.append(f"{name}: there is no such setting")
        except ValueError as error:
            problems.append(f"{name}: {error}")
    if "DATABASE_URL" in given:
        if "SECRET_KEY" not in given:
            problems.append("SECRET_KEY: must be set where DATABASE_URL is")
        if len(given.keys() & {"REDIS_URL", "CACHE_URL"}) == 1:
            problems.append("REDIS_URL, CACHE_URL: set both where DATABASE_URL is, or neither")
    if "VITRINE_MEDIA_URL" in given and len(given.keys() & _KEYS_OF_A_BUCKET) == 1:
        problems.append(f"{', '.join(sorted(_KEYS_OF_A_BUCKET))}: set both, or neither")
    problems += replica_problems(values)
    if problems:
        raise EnvironmentInvalidError("Vitrine cannot start:\n  " + "\n  ".join(sorted(problems)))
    return Environment(**values, knobs=knobs)


class Variable(NamedTuple):
    """One environment variable: the field of Environment, what makes its value, its words."""

    field: str
    convert: Callable[[str], object]
    default: str
    help: str


VARIABLES: dict[str, Variable] = {
    "VITRINE_DATA": Variable(
        "data", to_path, "`var/`", "Folder of embedded databases, media and downloaded weights."
    ),
    "VITRINE_MEDIA_URL": Variable(
        "media",
        read_media_url,
        "`media/` below `VITRINE_DATA`",
        "A bucket for pictures: `s3://bucket/prefix?endpoint=https://…&region=…` "
        "([how](../howto/object-storage.md)).",
    ),
    "DATABASE_URL": Variable(
        "database_url",
        to_url("postgresql", "postgres"),
        "embedded",
        "`postgresql://…` with pgvector 0.8.4 or newer; then `SECRET_KEY` must be set.",
    ),
    "DATABASE_REPLICA_URLS": Variable(
        "database_replicas",
        to_replicas,
        "–",
        "Streaming replicas that visitors' pages are read from, separated by commas.",
    ),
    "REDIS_URL": Variable(
        "redis_url",
        to_url("redis", "rediss", "redis+socket"),
        "embedded",
        "The Celery broker: `redis://…`, policy `noeviction`; set together with `CACHE_URL`.",
    ),
    "CACHE_URL": Variable(
        "cache_url",
        to_url("redis", "rediss", "unix"),
        "embedded",
        "Cache and shoppers' photos: a Redis that writes nothing to disk.",
    ),
    "VITRINE_WEIGHTS_DIR": Variable(
        "weights_dir", to_folder, "–", "Folder with encoder weights, looked at before any download."
    ),
    "VITRINE_WEIGHTS_URL": Variable(
        "weights_url",
        to_url("https", "http"),
        "torchvision's own",
        "A mirror to download weights from.",
    ),
    "VITRINE_ENCODER": Variable(
        "encoder",
        to_recipe,
        "`resnet50+lab_color`",
        "Recipe of the first embedding space, such as `resnet50:gem*0.8+lab_color*0.2`.",
    ),
    "VITRINE_RATE_LIMITS": Variable("rate_limits", parse_switch, "`on`", "`off` for load tests."),
    "VITRINE_TRUSTED_PROXIES": Variable(
        "trusted_proxies",
        to_count,
        "`0`",
        "How many proxies of yours append to `X-Forwarded-For`.",
    ),
    "VITRINE_HTTPS": Variable(
        "https", parse_switch, "`off`", "`on`: secure cookies, HSTS, redirects to HTTPS."
    ),
    "VITRINE_LANGUAGE": Variable(
        "language",
        to_language,
        "`en`",
        "What pages are written in, prices and dates with it, and the names that staff type.",
    ),
    "VITRINE_TIME_ZONE": Variable(
        "time_zone",
        to_time_zone,
        "`UTC`",
        "Whose clock staff's dates go by, such as Europe/Berlin.",
    ),
    "SECRET_KEY": Variable(
        "secret_key", to_secret, "made and kept", "At least 50 random characters."
    ),
    "DEBUG": Variable("debug", parse_switch, "`off`", "Django's debug pages; never in production."),
    "ALLOWED_HOSTS": Variable(
        "allowed_hosts",
        to_hosts,
        "`127.0.0.1,localhost,[::1]`",
        "Host names, separated by commas.",
    ),
    "CSRF_TRUSTED_ORIGINS": Variable(
        "csrf_trusted_origins",
        to_origins,
        "–",
        "Origins, separated by commas, when a proxy changes the host.",
    ),
}

# Read by tests/fixtures alone; whatever else begins like our names is a slip of the pen.
_OF_THE_TESTS = {"VITRINE_TEST_DATA", "VITRINE_REQUIRE_ALL"}

# Read by boto3 itself; with neither of them it goes by a file or by the role of the machine.
_KEYS_OF_A_BUCKET = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}

APPS: dict[str, object] = {
    "Catalogue": catalog_conf,
    "Fetching by address": fetch_conf,
    "Workers and spaces": embeddings_conf,
    "Vector index": index_conf,
    "Milvus as vector index": milvus_conf,
    "Similar items": recommendations_conf,
    "Hygiene": hygiene_conf,
    "Webhooks": webhooks_conf,
    "Shop pages": shop_conf,
    "Events": events_conf,
    "Web": web_conf,
    "Read replicas": replica_conf,
    "REST API": api_conf,
    "Monitoring": monitoring_conf,
    "Log-in and sessions": accounts_conf,
}
"""The apps' settings, by the heading under which docs/reference/settings.md lists them."""

KNOBS: dict[str, Knob[Any]] = {knob.name: knob for conf in APPS.values() for knob in knobs_of(conf)}
