"""Every setting that comes from the environment, read in one place and loud on nonsense."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent

_TRUE = {"1", "on", "true", "yes"}
_FALSE = {"0", "off", "false", "no"}


class EnvironmentInvalidError(Exception):
    """The environment holds values that Vitrine cannot use; the message lists all of them."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Vitrine's settings from the environment, each with its default."""

    data: Path = BASE_DIR / "var"
    """VITRINE_DATA: embedded databases, media, downloaded weights."""
    database_url: str = ""
    """DATABASE_URL: a PostgreSQL with pgvector; empty: the embedded one."""
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
    csrf_trusted_origins: list[str] = field(default_factory=list)
    """CSRF_TRUSTED_ORIGINS: origins, separated by commas, when a proxy changes the host."""


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the environment; EnvironmentInvalidError names every wrong variable."""
    given = {name for name in VARIABLES if environ.get(name, "").strip()}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for variable, (name, convert) in VARIABLES.items():
        if variable in given:
            try:
                values[name] = convert(environ[variable].strip())
            except ValueError as error:
                problems.append(f"{variable}: {error}")
    if "DATABASE_URL" in given:
        if "SECRET_KEY" not in given:
            problems.append("SECRET_KEY: must be set where DATABASE_URL is")
        if len(given & {"REDIS_URL", "CACHE_URL"}) == 1:
            problems.append("REDIS_URL, CACHE_URL: set both where DATABASE_URL is, or neither")
    problems += [
        f"{name}: there is no such setting"
        for name in environ
        if name.startswith("VITRINE_") and name not in VARIABLES.keys() | _OF_THE_TESTS
    ]
    if problems:
        raise EnvironmentInvalidError("Vitrine cannot start:\n  " + "\n  ".join(problems))
    return Environment(**values)


# What is wrong with a value is said without the value: some of them are secrets, or hold one.


def _path(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def _folder(raw: str) -> Path:
    path = _path(raw)
    if not path.is_dir():
        raise ValueError(f"{path} is not a folder")
    return path


def _url(*schemes: str) -> Callable[[str], str]:
    def convert(raw: str) -> str:
        try:
            scheme = urlsplit(raw).scheme
        except ValueError:
            raise ValueError("is not an address") from None
        if scheme not in schemes:
            raise ValueError(f"must start with {' or '.join(f'{s}://' for s in schemes)}")
        return raw

    return convert


def _switch(raw: str) -> bool:
    if raw.lower() in _TRUE:
        return True
    if raw.lower() in _FALSE:
        return False
    raise ValueError("must be on or off")


def _count(raw: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", raw):
        raise ValueError("must be a whole number from 0 to 99")
    return int(raw)


def _recipe(raw: str) -> str:
    # The encoder names are checked where they are known; here only that it can be a recipe.
    if not re.fullmatch(r"[a-z0-9_:*.+^]+", raw):
        raise ValueError("must name encoders joined by +, such as resnet50+lab_color")
    return raw


def _secret(raw: str) -> str:
    if len(raw) < 50:
        raise ValueError("must have at least 50 characters")
    return raw


def _hosts(raw: str) -> list[str]:
    hosts = _list(raw)
    if any("/" in host for host in hosts):
        raise ValueError("must be host names such as shop.example, without https:// or a path")
    return hosts


def _origins(raw: str) -> list[str]:
    origins = _list(raw)
    if not all(re.fullmatch(r"https?://[^/]+", origin) for origin in origins):
        raise ValueError("must be origins such as https://shop.example, without a path")
    return origins


def _list(raw: str) -> list[str]:
    return [part for part in (piece.strip() for piece in raw.split(",")) if part]


VARIABLES: dict[str, tuple[str, Callable[[str], object]]] = {
    "VITRINE_DATA": ("data", _path),
    "DATABASE_URL": ("database_url", _url("postgresql", "postgres")),
    "REDIS_URL": ("redis_url", _url("redis", "rediss", "redis+socket")),
    "CACHE_URL": ("cache_url", _url("redis", "rediss", "unix")),
    "VITRINE_WEIGHTS_DIR": ("weights_dir", _folder),
    "VITRINE_WEIGHTS_URL": ("weights_url", _url("https", "http")),
    "VITRINE_ENCODER": ("encoder", _recipe),
    "VITRINE_RATE_LIMITS": ("rate_limits", _switch),
    "VITRINE_TRUSTED_PROXIES": ("trusted_proxies", _count),
    "VITRINE_HTTPS": ("https", _switch),
    "SECRET_KEY": ("secret_key", _secret),
    "DEBUG": ("debug", _switch),
    "ALLOWED_HOSTS": ("allowed_hosts", _hosts),
    "CSRF_TRUSTED_ORIGINS": ("csrf_trusted_origins", _origins),
}
"""What is read: variable -> field of Environment, and what makes a value of it."""

# Read by tests/conftest.py alone; whatever else begins like our names is a slip of the pen.
_OF_THE_TESTS = {"VITRINE_TEST_DATA", "VITRINE_REQUIRE_ALL"}
