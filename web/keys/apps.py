"""Keys are an app of their own for their tables alone."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeysConfig(AppConfig):
    name = "web.keys"
    verbose_name = _("API keys")
