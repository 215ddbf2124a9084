"""What a worker and beat do before anything else: see that the servers run."""

from __future__ import annotations

from celery.loaders.app import AppLoader

from config.services import ensure_services


class ServersFirstLoader(AppLoader):
    """Celery's own loader, which starts missing embedded servers with a worker or beat.

    The signals `celeryd_init` and `beat_init` come only after Django has read its settings, and
    those want the key that is made together with the servers.
    """

    def init_worker(self) -> None:
        """Called once by a worker and by beat as they start, and by no other command."""
        if not self.worker_initialized:
            ensure_services()
        super().init_worker()
