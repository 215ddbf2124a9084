"""How the shop is: what beat says of itself is heard here, and what workers have stored."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        from monitoring import beat  # noqa: F401 - connects the receiver
        from monitoring.objectives import events  # noqa: F401 - so does this
