#!/usr/bin/env python
"""Vitrine's command line; starts the embedded services first when none are configured."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.env import EnvironmentInvalidError
    from config.services import ensure_services
    from demo.servers import EmbeddedServerError

    try:
        ensure_services()
    except (EmbeddedServerError, EnvironmentInvalidError) as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
