"""A part of the dashboard: who sees it, and what its template is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from backoffice.dashboard.shop import Shop


@dataclass(frozen=True, kw_only=True)
class Part:
    """One box of the first page."""

    key: str
    """Of its template, templates/admin/dashboard/<key>.html, and of its section."""
    title: Promise
    may_see: Callable[[Any], bool]
    read: Callable[[Shop], dict[str, Any]]
    """What the template is told as `data`; each value of a few bounded statements."""
