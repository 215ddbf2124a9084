"""Oscar's shop as a server beside ours."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from benchmarks.environment import BASE_DIR, Server, start_gunicorn

PORT = 8198


def start_oscar(*, products: int) -> tuple[Server, list[str]] | None:
    """Fill a database of Oscar's own and serve it: the server, and the paths of 300 products.

    None where Oscar is not installed.
    """
    if importlib.util.find_spec("oscar") is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE oscar")
    fields = ("ENGINE", "USER", "PASSWORD", "HOST", "PORT")
    database = {name: connection.settings_dict[name] for name in fields} | {"NAME": "oscar"}
    media = Path(os.environ["VITRINE_DATA"]) / "oscar"
    media.mkdir()
    env = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.oscar.settings",
        "OSCAR_DATABASE": json.dumps(database),
        "OSCAR_MEDIA": str(media),
    }
    filled = subprocess.run(
        [sys.executable, "-m", "benchmarks.oscar.fill", str(products)],
        cwd=BASE_DIR,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    pages = [line for line in filled.stdout.splitlines() if line.startswith("/")]
    return start_gunicorn("benchmarks.oscar.wsgi", port=PORT, path=pages[0], env=env), pages
