"""Web processes and commands never load torch: it costs seconds and hundreds of megabytes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

HEAVY = {"torch", "torchvision"}
PROGRAMS = {
    "web": """
import config.wsgi, config.urls
from django.test import Client
from django.urls import get_resolver
get_resolver().url_patterns
assert Client(headers={"host": "localhost"}).get("/robots.txt").status_code == 200
""",
    "command": """
import manage
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check"])
execute_from_command_line(["manage.py", "spaces", "--help"])
""",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_fresh_interpreter_stays_light(program) -> None:
    # `--help` ends with SystemExit, and what was loaded until then counts.
    code = f"""
import sys
try:
    exec({PROGRAMS[program]!r})
except SystemExit as end:
    assert not end.code
print("loaded:", *sorted({HEAVY!r} & sys.modules.keys()))
print("django" in sys.modules and "embeddings.models" in sys.modules)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-2:] == ["loaded:", "True"]
