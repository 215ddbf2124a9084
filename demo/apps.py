"""The drawn demo catalogue; no part of a production shop."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
