#!/usr/bin/env python
"""Vitrine's command line; starts the embedded servers first where none are configured."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command; what is wrong with the environment is said in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.env import EnvironmentInvalidError
    from config.services import EmbeddedServerError, ensure_services

    try:
        ensure_services()
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except (EmbeddedServerError, EnvironmentInvalidError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
