"""The shop's own settings on servers of the tests' own: real ones, in a folder that goes away."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_DATA = Path(tempfile.mkdtemp(prefix="vitrine-test-"))
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)

for _name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "VITRINE_ENCODER", "DEBUG"):
    os.environ.pop(_name, None)
os.environ["VITRINE_DATA"] = str(_DATA)
os.environ["SECRET_KEY"] = "for-tests-only-" + "x" * 50

# Real weights and labelled pictures, where the checkout has them beside it.
_SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
if _SHARED.is_dir():
    os.environ.setdefault("VITRINE_WEIGHTS_DIR", str(_SHARED / "weights"))
    os.environ.setdefault("VITRINE_TEST_DATA", str(_SHARED))

from demo.servers import ensure_services  # noqa: E402

ensure_services()

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
