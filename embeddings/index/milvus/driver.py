"""pymilvus, imported late: a shop without Milvus has neither it nor its 60 MB of memory."""

from __future__ import annotations

import logging
import os
from functools import cache
from importlib import import_module
from typing import Any

from embeddings.index.external.store import StoreAwayError


class MilvusMissingError(StoreAwayError):
    """The client for Milvus is not installed."""


@cache
def pymilvus() -> Any:
    """The client's module, made to mind its own business; raises MilvusMissingError.

    On import it would read a file `.env` into the environment of the process, and take its log to
    the console past the shop's own. What it logs is each error with its traceback, which reaches
    the caller as an exception anyway.
    """
    os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
    try:
        module = import_module("pymilvus")
    except ImportError as error:
        raise MilvusMissingError(
            f"Milvus cannot be asked: {error.name} is not installed. "
            "pip install -r requirements-milvus.txt"
        ) from error
    for name in ("pymilvus", "pymilvus.milvus_client", "pymilvus.bulk_writer"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.CRITICAL)
    return module
