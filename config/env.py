"""Every setting that comes from the environment, read in one place and loud on nonsense."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent

_TRUE = {"1", "on", "true", "yes"}
_FALSE = {"0", "off", "false", "no"}


class EnvironmentInvalid(Exception):
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
    """Read and check the environment; raises EnvironmentInvalid naming every wrong variable."""
    problems: list[str] = []
    values: dict[str, object] = {}

    def take(variable: str, name: str, convert) -> None:
        raw = environ.get(variable, "").strip()
        if not raw:
            return
        try:
            values[name] = convert(raw)
        except ValueError as error:
            problems.append(f"{variable}={raw!r}: {error}")

    take("VITRINE_DATA", "data", _path)
    take("DATABASE_URL", "database_url", _url("postgres", "postgresql"))
    take("REDIS_URL", "redis_url", _url("redis", "rediss", "redis+socket"))
    take("CACHE_URL", "cache_url", _url("redis", "rediss", "unix"))
    take("VITRINE_WEIGHTS_DIR", "weights_dir", _folder)
    take("VITRINE_WEIGHTS_URL", "weights_url", _url("http", "https"))
    take("VITRINE_ENCODER", "encoder", _recipe)
    take("VITRINE_RATE_LIMITS", "rate_limits", _switch)
    take("VITRINE_TRUSTED_PROXIES", "trusted_proxies", _count)
    take("VITRINE_HTTPS", "https", _switch)
    take("SECRET_KEY", "secret_key", str)
    take("DEBUG", "debug", _switch)
    take("ALLOWED_HOSTS", "allowed_hosts", _list)
    take("CSRF_TRUSTED_ORIGINS", "csrf_trusted_origins", _list)

    if values.get("database_url"):
        if not values.get("secret_key"):
            problems.append("SECRET_KEY: must be set where DATABASE_URL is")
        for variable, name in (("REDIS_URL", "redis_url"), ("CACHE_URL", "cache_url")):
            if bool(values.get("redis_url")) != bool(values.get("cache_url")) and not values.get(
                name
            ):
                problems.append(f"{variable}: set both REDIS_URL and CACHE_URL, or neither")
    if problems:
        raise EnvironmentInvalid("Vitrine cannot start:\n  " + "\n  ".join(problems))
    return Environment(**values)  # type: ignore[arg-type]


def _path(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def _folder(raw: str) -> Path:
    path = _path(raw)
    if not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _url(*schemes: str):
    def convert(raw: str) -> str:
        if urlsplit(raw).scheme not in schemes:
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
    if not re.fullmatch(r"\d{1,2}", raw):
        raise ValueError("must be a whole number from 0 to 99")
    return int(raw)


def _recipe(raw: str) -> str:
    # The encoder names are checked where they are known; here only that it can be a recipe.
    if not re.fullmatch(r"[a-z0-9_:*.+]+", raw):
        raise ValueError("must name encoders joined by +, such as resnet50+lab_color")
    return raw


def _list(raw: str) -> list[str]:
    return [part for part in (piece.strip() for piece in raw.split(",")) if part]
