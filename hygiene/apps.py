"""Faults of the catalogue: what finds them, keeps them and mends them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HygieneConfig(AppConfig):
    name = "hygiene"
    verbose_name = _("Hygiene")
