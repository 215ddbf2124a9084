"""Weights that are cut short, changed in one byte, or a program in disguise."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

from django.conf import settings

from chaos.fault import CannotPlayError, NotSurvivedError, fault
from chaos.shop import Shop
from embeddings.models import ImageEmbedding
from embeddings.pipeline import WeightsMissingError, find_weights
from embeddings.spaces.lifecycle import create_space, retire

ENCODER = "efficientnet_lite0"  # its weights come as a package
UPLOADS = 10


class _Program:
    """Unpickled, it makes a folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self._folder,)


@fault("F18", "weights are missing, cut short, one bit off, or a pickled program")
def damage_weights(shop: Shop) -> str:
    try:
        good = find_weights(ENCODER, folders=[])
    except WeightsMissingError as error:
        raise CannotPlayError(str(error)) from error
    folder = Path(settings.VITRINE_DATA) / "chaos-weights"
    folder.mkdir()
    entry = {"file": "weights.pth", "sha256": good.sha256}
    (folder / "manifest.json").write_text(json.dumps({"encoders": {ENCODER: entry}}))
    file, data, made = folder / "weights.pth", good.path.read_bytes(), folder / "executed"
    damaged = {
        "cut short": data[: len(data) // 2],
        "one bit off": data[:1_000] + bytes([data[1_000] ^ 1]) + data[1_001:],
        "a program": pickle.dumps(_Program(str(made))),
    }
    file.write_bytes(b"")
    worker = shop.replace_worker(VITRINE_WEIGHTS_DIR=str(folder))
    shop.ledger.send(UPLOADS)
    space = create_space(ENCODER)
    shop.undo.callback(retire, space)
    rows = ImageEmbedding.objects.filter(space=space)
    for name, content in damaged.items():
        refused = worker.log.read_text().count("is damaged")
        file.write_bytes(content)
        shop.say(f"weights are {name}")
        shop.wait(lambda was=refused: worker.log.read_text().count("is damaged") > was, 60)  # type: ignore[misc]
        if rows.exclude(state="pending", attempts=0).exists() or made.exists():
            raise NotSurvivedError(f"weights that are {name} were used, or cost an attempt")
        if shop.get("/")[0] != 200:
            raise NotSurvivedError("pages cannot be read")
    file.write_bytes(data)
    shop.say("the weights are whole again")
    seconds = shop.settle()
    expected = rows.exclude(image__in=shop.ledger.may_fail)
    shop.wait(lambda: not expected.exclude(state="ready").exists(), 5)
    return f"nothing was executed or stored; all embedded {seconds:.0f} s after they were whole"
