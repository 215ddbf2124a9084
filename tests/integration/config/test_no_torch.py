"""No process loads what it does not use: torch costs seconds and hundreds of megabytes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

HEAVY = {"torch", "torchvision", "openpyxl", "sklearn", "pandas", "scipy", "onnxruntime"}
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
    ran = _run(code)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-2:] == ["loaded:", "True"]


def test_the_shop_is_loaded_without_a_thread_or_a_connection() -> None:
    """gunicorn forks its processes after that, and neither would survive it."""
    code = """
import os, threading
from types import SimpleNamespace
from config import gunicorn
def load():
    import config.wsgi
gunicorn._load(SimpleNamespace(app=SimpleNamespace(wsgi=load)))
print(threading.active_count())
files = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
opened = [os.readlink(file) for file in files if os.path.lexists(file)]
print("sockets:", *[file for file in opened if file.startswith("socket:")])
"""
    ran = _run(code)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["1", "sockets:"]


def test_the_default_network_is_built_without_torchs_compiler() -> None:
    ran = _run("""
import sys
from embeddings.pipeline.encoders.networks import fold_batch_norms
from embeddings.pipeline.encoders.resnet50 import ResNet50
fold_batch_norms(ResNet50().eval().requires_grad_(False)).without_classifier()
print("loaded:", *sorted({"torchvision", "torch._dynamo", "sympy"} & sys.modules.keys()))
""")

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["loaded:"]


def _run(code: str) -> subprocess.CompletedProcess[str]:
    """What a fresh interpreter says to it."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=60,
    )
