"""Roles are given after each `migrate`: only then do the permissions of all apps exist."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db import DEFAULT_DB_ALIAS


def give_default_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Called for each app in turn; Django makes an app's permissions just before."""
    with_models = [app for app in installed.get_app_configs() if app.models_module is not None]
    if sender.name != with_models[-1].name or using != DEFAULT_DB_ALIAS:
        return
    try:
        # Not there while somebody migrates to an earlier state.
        kwargs.get("apps", installed).get_model("accounts", "GivenRole")
    except LookupError:
        return
    from accounts.roles.granting import give_roles
    from backoffice.roles.table import ROLES

    give_roles(ROLES)
