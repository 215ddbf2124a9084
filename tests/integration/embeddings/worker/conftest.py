"""What the tests of workers share: uploads with a ledger, odd pictures, damaged weights."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from tests.conftest import draw, encode

Upload = Callable[[int], list[ProductImage]]


@pytest.fixture
def upload(plain_space, make_product) -> Upload:
    """Upload so many different pictures; they make up the ledger of what was acknowledged."""
    product = make_product()

    def upload(count: int) -> list[ProductImage]:
        first = product.images.count()
        pictures = (draw(f"hsl({(first + n) * 7 % 360}, 80%, 45%)") for n in range(count))
        return [
            add_picture(
                product, validate_picture(encode(picture, quality=80 + n % 15)), position=first + n
            )
            for n, picture in enumerate(pictures)
        ]

    return upload


@pytest.fixture
def copied_weights(weights_dir: Path, tmp_path: Path, settings) -> Path:
    """A copy of ResNet50's weights that a test may damage, where the worker looks for them."""
    folder = tmp_path / "weights"
    shutil.copytree(weights_dir, folder, copy_function=shutil.copy)
    for path in [folder, *folder.iterdir()]:
        path.chmod(0o755)
    settings.VITRINE_WEIGHTS_DIR = folder
    manifest = json.loads((folder / "manifest.json").read_text())
    return folder / manifest["encoders"]["resnet50"]["file"]


def odd(pictures: dict[str, object], **environ: str) -> dict[str, str]:
    """Options for `start_worker`: pictures that misbehave, by sha256 (tests/odd_worker.py)."""
    return {"app": "tests.odd_worker", "ODD_PICTURES": json.dumps(pictures), **environ}
