"""Filling the demo's shop while it is open already, and saying how far that is."""

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
        self._console = console
        command = ["import_folder", str(images)] if images else ["seed_demo", "--unless-own"]
        self._job = job("filling", [*command, "--quiet"], logs)
        self._told_failure = False
        self._told: EmbeddingSpace | None = None  # the space whose end was told
        supervisor.run(self._job)

    @property
    def is_presentable(self) -> bool:
        """Whether there is something to look at, or nothing more will come."""
        return not self._job.is_running or Product.objects.count() >= _PRESENTABLE_PRODUCTS

    def look(self) -> None:
        """Say what has changed since the last look."""
        pictures = ProductImage.objects.count()
        space = self._space_to_watch()
        ready = ImageEmbedding.objects.filter(space=space).ready().count()
        failed = ImageEmbedding.objects.filter(space=space).failed().count()
        progress = f"{ready}/{pictures} pictures embedded"
        if failed:
            progress += f", {failed} failed (see the admin)"
        if self._job.is_running:
            self._console.show(f"{Product.objects.count()} products in the shop, {progress} …")
        elif ready + failed < pictures:
            self._console.show(f"{progress} for {space} …")
        elif self._told != space:
            # Later, the space that is fitted on the shop's own pictures has an end of its own.
            self._told = space
            self._console.show("")
            self._console.say(f"{Product.objects.count()} products, {progress} in {space}.")
        self._tell_failure()

    def _space_to_watch(self) -> EmbeddingSpace | None:
        """The space being built, or else the live one."""
        building = EmbeddingSpace.objects.filter(state=EmbeddingSpace.State.BUILDING)
        return building.first() or EmbeddingSpace.objects.live()

    def _tell_failure(self) -> None:
        if self._job.exit_code and not self._told_failure:
            self._told_failure = True
            self._console.say(f"The catalogue could not be filled in whole; see {self._job.log}")
