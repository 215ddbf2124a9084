"""Whether PyTorch's own index of builds without CUDA will do: 0.2 GB instead of 3 GB."""

from __future__ import annotations

import platform
import shutil
import sys
import urllib.request
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_PATIENCE_SECONDS = 4


def wants_cpu_torch() -> bool:
    """Whether this machine has no NVIDIA card and the index answers; never a reason to fail."""
    if sys.platform != "linux" or platform.machine() != "x86_64" or _has_nvidia():
        return False
    try:
        with urllib.request.urlopen(f"{CPU_INDEX}/torch/", timeout=_PATIENCE_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def _has_nvidia() -> bool:
    return shutil.which("nvidia-smi") is not None or Path("/proc/driver/nvidia").exists()
