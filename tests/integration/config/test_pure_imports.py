"""Importing is pure: no import starts a server or writes a file; what a person runs does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.processes import start, working_on

IMPORTS = {
    "django.setup()": "import django; django.setup()",
    "settings": "from django.conf import settings; settings.SECRET_KEY",
    "urls": "import django; django.setup(); import config.urls",
    "wsgi": "import config.wsgi",
    "celery": "import config.celery; config.celery.app.tasks",
    "servers": "import demo.servers",
}


@pytest.mark.parametrize("module", ["config.settings", "config.settings.development"])
@pytest.mark.parametrize("name", IMPORTS)
def test_an_import_starts_nothing_and_writes_nothing(tmp_path: Path, name, module) -> None:
    data = tmp_path / "data"
    # It stays until its input ends, so that a server of its own would be seen.
    code = f"{IMPORTS[name]}\nimport sys; print('imported', flush=True); sys.stdin.read()"
    importer = start("-W", "ignore", "-c", code, data=data, DJANGO_SETTINGS_MODULE=module)
    try:
        assert importer.stdout.readline() == "imported\n", importer.communicate()[0]
        assert not data.exists()
        assert len(working_on(data)) == 1, "the importer alone"
    finally:
        importer.communicate()


def test_the_type_checkers_plugin_starts_nothing_and_writes_nothing(tmp_path: Path) -> None:
    # What mypy runs of us (a whole check of types takes 20 s here, and shows no more).
    data = tmp_path / "data"
    named = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["django-stubs"]
    code = f"""
from mypy_django_plugin.django.context import DjangoContext
print(len(DjangoContext({named["django_settings_module"]!r}).model_modules) > 5)
"""
    checker = start("-W", "ignore", "-c", code, data=data)
    output, _ = checker.communicate(timeout=60)
    assert output == "True\n"
    assert not data.exists()
    assert working_on(data) == []


def test_a_key_is_for_one_process_until_the_servers_start_and_the_same_ever_after(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    show = "from django.conf import settings; print(settings.SECRET_KEY)"

    def key(code: str) -> str:
        process = start("-c", code, data=data)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        return output.strip()

    assert key(show) != key(show)
    kept = key(f"from config.services import ensure_services; ensure_services(); {show}")
    assert kept == key(show) == (data / "secret_key").read_text()
    assert len(kept) >= 50


def test_a_worker_reads_its_settings_after_the_key_was_made(tmp_path: Path) -> None:
    code = """
from config.celery import app
app.loader.init_worker()
from django.conf import settings
print(settings.SECRET_KEY)
"""
    process = start("-c", code, data=tmp_path / "data")
    output, _ = process.communicate(timeout=60)
    assert output.strip() == (tmp_path / "data" / "secret_key").read_text()
