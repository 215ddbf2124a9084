"""Who sees which part of the dashboard, and who may do what from it, by Django's own rights."""

from __future__ import annotations

from typing import Any

SYSTEM = "monitoring.view_system"
FETCH = "catalog.change_feed"
FORGET = "monitoring.delete_unansweredsearch"


def may_view(user: Any, model: str) -> bool:
    """model: `app.model`. Who may change something may look at it."""
    app, _, name = model.partition(".")
    return any(user.has_perm(f"{app}.{verb}_{name}") for verb in ("view", "change"))
