"""Figures are written by Django, in the language that is asked for."""

from __future__ import annotations

import django

django.setup()
