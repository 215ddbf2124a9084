"""Set-up: a virtual environment with everything installed. python -m demo.set_up

Runs on the system's own Python, so it imports nothing but the standard library.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import os
import platform
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path

from config.env import BASE_DIR
from demo import checks
from demo.pip_failures import explain_pip_failure
from demo.refusal import DemoRefusedError, refusing_clearly

VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = BASE_DIR / "var" / "log" / "set-up.log"
BASELINES = BASE_DIR / "requirements-bench.txt"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: check first, then install what is not installed yet."""
    parser = argparse.ArgumentParser(prog="python -m demo.set_up", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="what tests and checks need, too")
    parser.add_argument("--bench", action="store_true", help="what to measure against, too")
    parser.add_argument("--for-demo", action="store_true", help="check PORT and IMAGES, too")
    options = parser.parse_args(arguments)
    data = BASE_DIR / "var"
    with refusing_clearly():
        if options.for_demo:
            data = check_demo()
        set_up(dev=options.dev or options.bench)
        fetch_subject_network(data / "weights")
        if options.bench:
            set_up_baselines()


def check_demo() -> Path:
    """Refuse what would make the demo fail later, before anything heavy; the folder of its data."""
    env = checks.check_environment()
    checks.check_port(os.environ.get("PORT", "8000"))
    checks.check_images(os.environ.get("IMAGES", ""))
    checks.check_folder(env.data, free_bytes=checks.DATA_BYTES)
    return env.data


def set_up(*, dev: bool) -> None:
    """Install the requirements unless these very ones are installed already."""
    requirements = [BASE_DIR / ("requirements-dev.txt" if dev else "requirements-demo.txt")]
    if not dev and _is_done([BASE_DIR / "requirements-dev.txt"]):
        return  # which includes these
    if _is_done(requirements):
        return
    checks.check_python()
    has_torch = any(VENV.glob("lib/python*/site-packages/torch/__init__.py"))
    checks.check_folder(VENV, free_bytes=0 if has_torch else checks.INSTALLED_BYTES)
    with _alone():
        if not _is_done(requirements):
            _install(requirements)


def fetch_subject_network(folder: Path) -> None:
    """Have the network that finds things in photos; a shop without it says why, and goes on."""
    if (folder / "u2netp.onnx").is_file():  # workers check that it is the right one
        return
    print("Fetching the network that finds things in photos (4.6 MB).", flush=True)
    command = [str(PYTHON), "-m", "embeddings.pipeline.subject.fetch", "--to", str(folder)]
    fetched = subprocess.run(command, cwd=BASE_DIR, stdout=subprocess.DEVNULL)
    if fetched.returncode:
        print("Photo search goes on without. To try again: manage.py fetch_subject_network")


def set_up_baselines() -> None:
    """Install what the measurements compare with; name what cannot be, and go on without it."""
    if _is_done([BASELINES]):
        return
    lines = [line.split("#")[0].strip() for line in BASELINES.read_text().splitlines()]
    with _alone():
        print("Setting up what to measure against.", flush=True)
        left_out = [line for line in lines if line and _pip("-qqq", line) != 0]
    if left_out:
        print(f"Measured without {', '.join(left_out)}; {LOG} says why it cannot be installed.")
    else:
        _marker(BASELINES).write_text(_fingerprint(BASELINES))


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two targets at once would install into each other."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (LOG.parent / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(requirements: list[Path]) -> None:
    print("Setting up: a virtual environment in .venv and what requirements*.txt name in it.")
    print("The first time this downloads up to 3 GB (PyTorch) and takes some minutes.", flush=True)
    if not _runs():
        try:
            venv.create(VENV, clear=True, with_pip=True, symlinks=True)
        except subprocess.CalledProcessError as error:
            reason = str(error.output or b"", "utf-8", "replace").strip().splitlines()[-1:]
            raise DemoRefusedError(
                f"No virtual environment could be made: {' '.join(reason)}"
            ) from error
    LOG.unlink(missing_ok=True)
    wanted = [part for path in requirements for part in ("-r", str(path))]
    if _pip("--prefer-binary", *wanted) != 0:
        raise DemoRefusedError(explain_pip_failure(LOG))
    for path in requirements:
        _marker(path).write_text(_fingerprint(path))


def _pip(*arguments: str) -> int:
    command = [str(PYTHON), "-m", "pip", "install", "--log", str(LOG), *arguments]
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    return subprocess.run(command, env={**os.environ, **quiet}, cwd=BASE_DIR).returncode


def _is_done(requirements: list[Path]) -> bool:
    return PYTHON.exists() and all(
        _marker(path).is_file() and _marker(path).read_text() == _fingerprint(path)
        for path in requirements
    )


def _marker(requirements: Path) -> Path:
    return VENV / f".{requirements.stem}.installed"


def _fingerprint(requirements: Path) -> str:
    """What must not have changed for an installation to be good: the pins and the Python."""
    contents = _with_included(requirements)
    where = f"{platform.python_version()} {platform.machine()} {VENV}"
    return hashlib.sha256(contents + where.encode()).hexdigest()


def _with_included(requirements: Path) -> bytes:
    contents = requirements.read_bytes()
    for line in contents.decode().splitlines():
        if line.startswith("-r "):
            contents += _with_included(requirements.with_name(line.removeprefix("-r ").strip()))
    return contents


def _runs() -> bool:
    """Whether the virtual environment's Python and pip start: an upgrade may have moved them."""
    command = [str(PYTHON), "-m", "pip", "--version"]
    return PYTHON.exists() and subprocess.run(command, capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
