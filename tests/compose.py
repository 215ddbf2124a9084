"""docker-compose.yml as the tests read it: interpolated with what .env.example asks for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
# What a person fills into .env.
FILLED_IN = {
    "POSTGRES_PASSWORD": "5f0c" * 12,
    "SECRET_KEY": "8d2e71b05f3a49c6" * 5,
    "ALLOWED_HOSTS": "shop.example",
}
_VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}")


def read_compose(filled_in: dict[str, str] = FILLED_IN) -> dict[str, Any]:
    """The parsed file; raises KeyError for a required variable that is not filled in."""

    def interpolate(found: re.Match[str]) -> str:
        name, kind, default = found.groups()
        if name is None:
            return "$"
        return filled_in[name] if kind != "-" else filled_in.get(name, default)

    return yaml.safe_load(_VARIABLE.sub(interpolate, (ROOT / "docker-compose.yml").read_text()))


def interpolated_variables() -> set[str]:
    """The names that the file takes from .env."""
    text = (ROOT / "docker-compose.yml").read_text()
    return {found[1] for found in _VARIABLE.finditer(text) if found[1]}


def production_environment() -> dict[str, str]:
    """What a process of the shop finds in production."""
    return {name: str(value) for name, value in read_compose()["x-app"]["environment"].items()}
