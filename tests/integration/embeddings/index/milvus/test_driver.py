"""The client for Milvus minds its own business."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings


def test_with_it_the_process_keeps_its_environment_and_its_log(tmp_path) -> None:
    pytest.importorskip("pymilvus")
    program = """if True:
        import logging, os, sys
        import django
        django.setup()
        before = dict(os.environ)
        from embeddings.index.milvus.driver import pymilvus
        assert "pymilvus" not in sys.modules
        pymilvus()
        changed = {name for name in os.environ if os.environ[name] != before.get(name)}
        assert changed <= {"PYTHON_DOTENV_DISABLED"}, changed
        logging.getLogger("pymilvus.decorators").error("what its caller gets as an exception")
    """
    (tmp_path / ".env").write_text("MILVUS_URI=http://elsewhere:19530\n")
    environ = {
        **os.environ,
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environ, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
