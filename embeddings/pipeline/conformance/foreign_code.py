"""What an encoder must leave alone: code from elsewhere, and runtimes while it is declared."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Set
from pathlib import Path

_RUNTIMES = ("torch", "onnxruntime", "timm", "transformers")


def foreign_code(before: Set[str]) -> str:
    """Which new module came neither with Python nor a package nor the shop; empty: none."""
    paths = sysconfig.get_paths()
    root = Path(__file__).resolve().parents[3]
    known = [Path(paths[name]).resolve() for name in ("stdlib", "purelib", "platlib")] + [root]
    for name in sorted(set(sys.modules) - before):
        file = getattr(sys.modules[name], "__file__", None)
        path = Path(file).resolve() if file else None
        if path and not any(path.is_relative_to(folder) for folder in known):
            return f"the module {name} came from {path}"
    return ""


def heavy_declarations() -> str:
    """The runtimes that looking at the declarations alone has loaded: web processes look too."""
    loaded = [name for name in _RUNTIMES if name in sys.modules]
    return f"declaring it loads {', '.join(loaded)}" if loaded else ""
