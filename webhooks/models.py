"""Django finds models here; they stand in rooms of their own."""

from __future__ import annotations

from webhooks.endpoints.models import Endpoint
from webhooks.outbox.models import Attempt, Message, Note

__all__ = ["Attempt", "Endpoint", "Message", "Note"]
