"""Grades, comparison and tuning of embedding spaces."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"

    def ready(self) -> None:
        from evaluation import signals  # noqa: F401 - connects the receiver
