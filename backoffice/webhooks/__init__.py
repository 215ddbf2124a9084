"""Webhooks: who is told of changes, and what was sent to whom."""
