"""Encoders of installed Python packages, loaded by the function that their declaration names."""

from __future__ import annotations

import importlib

from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.runtimes.runner import Look


def load_python(declared: Declaration) -> Look:
    """Call the package's function with the file's path; it gives what looks at pictures.

    Raises EncoderRefusedError.
    """
    module, _, function = declared.loader.partition(":")
    try:
        look = getattr(importlib.import_module(module), function)(declared.file)
    # Whatever a package raises.
    except Exception as error:
        raise EncoderRefusedError(
            "not_loaded", loader=declared.loader, reason=repr(error)
        ) from error
    if not callable(look):
        raise EncoderRefusedError(
            "not_loaded", loader=declared.loader, reason=f"it gives {type(look)}"
        )
    return look  # type: ignore[no-any-return]
