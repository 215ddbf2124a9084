"""A host with a worker on it: folders, a clock and a network of its own."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.environment import Server
from chaos import processes
from chaos.proxy import Proxy
from embeddings.models import ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet

_TAKEN = re.compile(r"embed_pending\[([0-9a-f-]{36})\] received")


class Host:
    """Reaches PostgreSQL, the broker and the cache through proxies that can be parted.

    It shares nothing with other hosts but the pictures' folder, as by NFS.
    """

    def __init__(self, name: str, *, clock_ahead: float = 0, **env: str) -> None:
        """clock_ahead: seconds; env: more of the worker's environment, such as ODD_PICTURES."""
        data = Path(settings.VITRINE_DATA) / f"host-{name}"
        data.mkdir()
        Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
        (data / "media").symlink_to(settings.MEDIA_ROOT)
        database = connection.settings_dict
        self.postgres = Proxy(f"{database['HOST']}/.s.PGSQL.5432")
        self.broker = Proxy(settings.REDIS_URL.partition("://")[2])
        self.cache = Proxy(settings.CACHE_URL.partition("://")[2])
        self.server = Server(
            "celery", "-A", "tests.worker.odd_worker", "worker", "-Q", "embeddings,photos",
            "-c", "1", "-l", "INFO", "-n", f"worker@{name}",
            env={
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "VITRINE_DATA": str(data),
                "SECRET_KEY": settings.SECRET_KEY,
                "DATABASE_URL":
                    f"postgresql://postgres@127.0.0.1:{self.postgres.port}/{database['NAME']}",
                "REDIS_URL": f"redis://127.0.0.1:{self.broker.port}/0",
                "CACHE_URL": f"redis://127.0.0.1:{self.cache.port}/0",
                "ODD_CLOCK_SECONDS": str(clock_ahead),
                "ODD_PICTURES": "{}",
                **env,
            },
        )  # fmt: skip

    @property
    def claims(self) -> ImageEmbeddingQuerySet:
        """The rows that it has in hand, or had when it was last heard of."""
        tokens = _TAKEN.findall(self.server.log.read_text())
        return ImageEmbedding.objects.pending().filter(claim__in=tokens)

    def part_from_redis(self) -> None:
        """Nothing reaches the broker and the cache from here, nor anything back."""
        self.broker.part()
        self.cache.part()

    def heal(self) -> None:
        """Its network is as it was."""
        for proxy in (self.postgres, self.broker, self.cache):
            proxy.heal()

    def close(self) -> None:
        """It is switched off."""
        for proxy in (self.postgres, self.broker, self.cache):
            proxy.close()
        processes.kill(self.server)
