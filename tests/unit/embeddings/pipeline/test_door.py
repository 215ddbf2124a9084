"""The pipeline's door: what web processes may import."""

from __future__ import annotations

import subprocess
import sys

import embeddings.pipeline as pipeline


def test_importing_the_door_loads_neither_torch_nor_django() -> None:
    code = (
        "import sys, embeddings.pipeline, embeddings.pipeline.weights.fetch\n"
        "print(sorted({'torch', 'torchvision', 'django', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_hand_crafted_spaces_work_without_torch() -> None:
    code = (
        "import sys\n"
        "from PIL import Image\n"
        "from embeddings.pipeline import SpaceEncoder, resolve_recipe\n"
        "encoder = SpaceEncoder(resolve_recipe('hog+lab_color', {}))\n"
        "encoder.warm_up()\n"
        "print(encoder.encode([Image.new('RGB', (50, 50), 'red')]).shape, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "(1, 2058) False", done.stderr


def test_everything_announced_exists() -> None:
    assert all(hasattr(pipeline, name) for name in pipeline.__all__)
    assert list(pipeline.__all__) == sorted(pipeline.__all__, key=lambda n: (not n.isupper(), n))
