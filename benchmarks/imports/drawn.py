"""A file of products and a ZIP of drawn pictures, to be imported."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from PIL import Image, ImageDraw

PICTURES_EACH = 2
SIDE = 96  # px
_CATEGORIES = 100


@dataclass(frozen=True)
class Drawn:
    """So many new products with two pictures each."""

    products: int
    name: str = "DRAWN"
    """Begins SKUs and names of pictures, so that two imports share none."""

    @property
    def pictures(self) -> int:
        return self.products * PICTURES_EACH

    def lines(self) -> bytes:
        """The file of products, a CSV."""
        lines = ["sku,name,category,price,stock,pictures"]
        for number in range(self.products):
            first = number * PICTURES_EACH
            names = " | ".join(map(self._file_name, range(first, first + PICTURES_EACH)))
            category = f"Drawn > Shelf {number % _CATEGORIES}"
            lines.append(f"{self.name}-{number},Drawn thing {number},{category},9.95,3,{names}")
        return "\n".join(lines).encode()

    def draw(self, archive: Path, *, differing: int | None = None) -> None:
        """Pictures of which no two are alike; or so many, which come again under other names."""
        files = self._files()
        if differing is not None:
            files = cycle(islice(files, differing))
        with zipfile.ZipFile(archive, "w") as file:
            for number, content in enumerate(islice(files, self.pictures)):
                file.writestr(self._file_name(number), content)

    def _file_name(self, number: int) -> str:
        return f"{self.name}-{number}.jpg"

    def _files(self) -> Iterator[bytes]:
        chance = random.Random(self.name)  # noqa: S311 - the same pictures each time
        while True:
            picture = Image.new("RGB", (SIDE, SIDE), "white")
            draw = ImageDraw.Draw(picture)
            for _ in range(3):
                x, y = chance.randrange(SIDE), chance.randrange(SIDE)
                colour = tuple(chance.randrange(256) for _ in range(3))
                draw.ellipse((x - 20, y - 20, x + 20, y + 20), fill=colour)
            saved = io.BytesIO()
            picture.save(saved, "JPEG", quality=90)
            yield saved.getvalue()
