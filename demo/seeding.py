"""Seeding the demo's shop while it is open already, and saying how far that is."""

from __future__ import annotations

from pathlib import Path

from catalog.models import Product, ProductImage
from demo.console import Console
from demo.supervisor.processes import job
from demo.supervisor.supervisor import Supervisor
from embeddings.models import EmbeddingSpace, ImageEmbedding

# So many products make a home page.
_PRESENTABLE_PRODUCTS = 12


class Seeding:
    """The catalogue on its way into the shop: products first, vectors close behind."""

    def __init__(
        self, supervisor: Supervisor, console: Console, *, logs: Path, images: Path | None
    ) -> None:
        self._supervisor, self._console = supervisor, console
        command = ["import_folder", str(images)] if images else ["seed_demo", "--unless-own"]
        self._job = job("seeding", [*command, "--quiet"], logs)
        self._told_failure = False
        self._told: EmbeddingSpace | None = None  # the space whose end was told
        self._was_behind = False  # since then
        self._outages = supervisor.outages
        self._ended = False
        supervisor.run(self._job)

    @property
    def is_presentable(self) -> bool:
        """Whether there is something to look at, or nothing more will come."""
        return not self._job.is_running or Product.objects.count() >= _PRESENTABLE_PRODUCTS

    def look(self) -> None:
        """Say what has changed since the last look; raises django.db.Error when nobody answers."""
        self._look_after_job()
        pictures = ProductImage.objects.count()
        live, building = EmbeddingSpace.objects.live(), _being_built()
        progress, whole = _progress(live or building, pictures)
        if self._job.is_running:
            self._console.show(f"{Product.objects.count()} products in the shop, {progress} …")
        elif live and building:
            # Shoppers are answered from the live space meanwhile, so its figures come first.
            self._was_behind = True
            successor, _ = _progress(building, pictures)
            self._console.show(f"{progress} in {live}; {building} takes over soon: {successor} …")
        elif not whole:
            self._was_behind = True
            self._console.show(f"{progress} for {live or building} …")
        elif self._told != live:
            # The space that is fitted on the shop's own pictures comes later and is reported in its
            # turn.
            self._told, self._was_behind = live, False
            self._console.show("")
            self._console.say(f"{Product.objects.count()} products, {progress} in {live}.")
        elif self._was_behind:
            self._console.show(f"{progress} in {live}.")

    def _look_after_job(self) -> None:
        """A job that a stopped server took along is run again: both know what is there already."""
        if not self._job.exit_code or self._told_failure:
            return
        if not self._ended:  # by the next look, a server that stopped has been noticed
            self._ended = True
        elif self._supervisor.outages > self._outages:
            self._outages, self._ended = self._supervisor.outages, False
            self._console.say("Going on with the catalogue, which a stopped server interrupted.")
            self._job.start()
        else:
            self._told_failure = True
            self._console.say(f"The catalogue could not be seeded in whole; see {self._job.log}")


def _being_built() -> EmbeddingSpace | None:
    return EmbeddingSpace.objects.filter(state=EmbeddingSpace.State.BUILDING).first()


def _progress(space: EmbeddingSpace | None, pictures: int) -> tuple[str, bool]:
    """How far a space is, in words, and whether every picture has had its turn."""
    embeddings = ImageEmbedding.objects.filter(space=space)
    ready, failed = embeddings.ready().count(), embeddings.failed().count()
    ignored = embeddings.ignored().count()
    words = f"{ready}/{pictures} pictures embedded"
    if failed:
        words += f", {failed} failed (see the admin)"
    if ignored:
        words += f", {ignored} not compared"
    return words, ready + failed + ignored >= pictures
