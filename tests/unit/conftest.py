"""Pure code: no server, no database, and of Django only the defaults of its settings.

Where a module imports models, its folder's conftest.py reads them in (`django.setup()`), still
without a database: a query is an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.fixtures.networks import component, random_weights, real_pictures, scene
from tests.fixtures.real_data import test_data, weights_dir
from tests.pictures import draw, encode

__all__ = [
    "component",
    "random_weights",
    "real_pictures",
    "scene",
    "test_data",
    "weights_dir",
]

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    # Every knob of the shop at its default (infra/conf.py), and no database.
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "catalog",
            "embeddings",
            "recommendations",
            "hygiene",
        ],
        LANGUAGE_CODE="en",
        LANGUAGES=[("en", "English"), ("de", "Deutsch"), ("ar", "العربيّة")],
    )


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Make the bytes of a JPEG: picture("red", shape="rectangle")."""
    return lambda *args, **options: encode(draw(*args, **options), quality=92)


@pytest.fixture(scope="module", autouse=True)
def no_server_is_started() -> Iterator[None]:
    """The servers live in this folder; a test that leaves something there has started one."""
    folder = Path(os.environ["VITRINE_DATA"])
    before = sorted(folder.iterdir())
    yield
    assert sorted(folder.iterdir()) == before
