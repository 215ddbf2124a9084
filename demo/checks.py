"""What can be known to go wrong before anything heavy starts. Needs the standard library alone."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from config.env import Environment, EnvironmentInvalidError, read_environment
from demo.refusal import DemoRefusedError, explain_os_error

HOST = "127.0.0.1"
# Measured: the CUDA build of PyTorch is 5.5 GB installed, and pip unpacks beside its downloads.
INSTALLED_BYTES = 8 * 10**9
DATA_BYTES = 500 * 10**6


def check_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """The settings from the environment, if they make sense for a demo; raises DemoRefusedError."""
    try:
        env = read_environment(environ)
    except EnvironmentInvalidError as error:
        raise DemoRefusedError(str(error)) from None
    if env.database_url:
        raise DemoRefusedError(
            "DATABASE_URL is set, but the demo keeps to a PostgreSQL of its own rather than fill "
            "yours. Start it with: env -u DATABASE_URL make demo"
        )
    return env


def check_port(raw: str) -> int:
    """The port to serve on, if it is a free one; raises DemoRefusedError."""
    if not (raw.isascii() and raw.isdigit() and 0 < int(raw) < 65536):
        raise DemoRefusedError(f"PORT={raw} is no port: it must be a number from 1 to 65535.")
    port = int(raw)
    with socket.socket() as probe:
        # The port is tried as the web server will open it: one whose last connections are still
        # fading out is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise DemoRefusedError(
                f"Port {port} is reserved for the system. Take another: make demo PORT=8001"
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise DemoRefusedError(
                f"Port {port} is busy: another program, perhaps another demo, serves there. "
                f"Stop it, or take another port: make demo PORT={other}"
            ) from None
    return port


def check_images(raw: str) -> Path | None:
    """The folder of pictures to fill the shop with, if one is named; raises DemoRefusedError."""
    if not raw.strip():
        return None
    folder = Path(raw).expanduser().absolute()
    if not folder.is_dir():
        raise DemoRefusedError(f"IMAGES={raw}: there is no such folder.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise DemoRefusedError(f"IMAGES={raw}: this folder may not be read.")
    return folder


def check_folder(folder: Path, *, free_bytes: int) -> None:
    """Whether a folder, perhaps still to be made, can be written to and has room."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir():
        raise DemoRefusedError(f"{existing} is not a folder.")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise DemoRefusedError(
            f"{existing} may not be written to. Run Vitrine as its owner"
            " or, for the data alone, set VITRINE_DATA to a folder of your own."
        )
    try:
        free = shutil.disk_usage(existing).free
    except OSError as error:
        raise DemoRefusedError(explain_os_error(error)) from error
    if free < free_bytes:
        raise DemoRefusedError(
            f"The disk of {existing} has {free / 1e9:.1f} GB free, and Vitrine needs "
            f"{free_bytes / 1e9:.1f} GB there. Free some space and start again."
        )


def check_python() -> None:
    """Whether this Python can make virtual environments; Debian ships that part separately."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise DemoRefusedError(
            f"Python {version} lacks its venv module. On Debian and Ubuntu: "
            f"apt install python{version}-venv"
        )
