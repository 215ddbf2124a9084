"""The demo itself, once everything is installed: python -m demo [--reload]"""

from __future__ import annotations

import argparse
import os
import signal
from types import FrameType

from demo import checks
from demo.console import Console
from demo.refusal import DemoRefusedError, refusing_clearly
from demo.servers import EmbeddedServerError, ensure_services, stop_services_if_last


def main() -> None:
    """Start the shop, keep it running until told to stop, then leave nothing behind."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--reload", action="store_true", help="for developers: DEBUG and reload")
    reload: bool = parser.parse_args().reload
    if reload:
        os.environ.setdefault("DEBUG", "on")
    console = Console()
    with refusing_clearly():
        env = checks.check_environment()
        port = checks.check_port(os.environ.get("PORT", "8000"))
        images = checks.check_images(os.environ.get("IMAGES", ""))
        checks.check_folder(env.data, free_bytes=checks.DATA_BYTES)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        try:
            console.show("Starting PostgreSQL and Redis …")
            try:
                ensure_services(env)
            except EmbeddedServerError as error:
                raise DemoRefusedError(str(error)) from error
            os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.development"
            from demo.run import run_shop

            run_shop(env, console=console, port=port, images=images, reload=reload)
        except KeyboardInterrupt:
            console.say("Stopped. Everything is kept; start again with: make demo")
        finally:
            console.show("")
            stop_services_if_last(env.data)


def _stop(number: int, frame: FrameType | None) -> None:
    # The first signal stops the demo; a second one must not interrupt the stopping.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
