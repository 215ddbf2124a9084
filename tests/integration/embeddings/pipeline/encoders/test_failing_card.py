"""A card that is full or lost costs no picture anything: the processor looks at them.

The machines of the tests have no card, so one is played: a network that says it is on it, computes
on the processor, and fails as PyTorch does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pytest
import torch

from embeddings.conf import conf
from embeddings.pipeline import SpaceEncoder
from embeddings.pipeline.encoders import networks
from embeddings.spaces.lifecycle import create_space
from embeddings.worker.batch_size import batch_size
from embeddings.worker.state import read_worker_state

Failure = Callable[[int], Exception | None]
"""What goes wrong with so many pictures at once, if anything."""


def lost(pictures: int) -> Exception:
    return torch.AcceleratorError("CUDA error: an illegal memory access\nCompile with `TORCH_USE…`")


def full(pictures: int) -> Exception:
    return torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")


@dataclass(frozen=True, kw_only=True)
class OnCard(networks.Network):
    failure: Failure

    def normalise(self, pixels: np.ndarray) -> torch.Tensor:
        if error := self.failure(len(pixels)):
            raise error
        x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float()
        return ((x - self.mean) / self.std).to(memory_format=torch.channels_last)


@pytest.fixture
def play_card(monkeypatch: pytest.MonkeyPatch) -> Callable[[Failure], list[str]]:
    """Have this process see a card with this failure; on which device each network is loaded."""

    def play(failure: Failure) -> list[str]:
        load, loaded = networks._load, []

        def load_there(encoder: str, path: Any, sha256: str, device: str, dtype: torch.dtype):
            loaded.append(device)
            network = load(encoder, path, sha256, "cpu", dtype)
            if device == "cpu":
                return network
            values = {each.name: getattr(network, each.name) for each in fields(network)}
            return OnCard(**{**values, "device": torch.device("cuda")}, failure=failure)

        monkeypatch.setattr(networks, "_load", load_there)
        monkeypatch.setattr(networks, "choose_precision", lambda device: "fp32")
        monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
        networks.networks.reset()
        return loaded

    return play


@pytest.fixture
def encoder(component, random_weights) -> SpaceEncoder:
    path, sha256 = random_weights("mobilenet_v2")
    part = component("mobilenet_v2", weights_sha256=sha256)
    return SpaceEncoder([part], weights={"mobilenet_v2": path}, precision="fp32")


@pytest.fixture
def images(scene) -> list:
    return [scene(number) for number in range(5)]


def test_a_lost_card_is_left_for_the_processor_for_good(encoder, images, play_card) -> None:
    expected = encoder.encode(images)
    loaded = play_card(lost)
    assert encoder.device == "cuda"
    assert (encoder.encode(images) == expected).all()
    assert (encoder.encode(images) == expected).all()
    assert loaded == ["cuda", "cpu"]
    assert encoder.device == "cpu"
    assert "failed (CUDA error: an illegal memory access)." in encoder.problem


def test_a_full_card_is_asked_again_the_next_time(encoder, images, play_card) -> None:
    expected = encoder.encode(images)
    is_full = [True]
    loaded = play_card(lambda pictures: full(pictures) if is_full[0] else None)
    assert (encoder.encode(images) == expected).all()
    assert loaded == ["cuda", "cpu"]
    is_full[0] = False
    networks.networks.reset()
    assert (encoder.encode(images) == expected).all()
    assert loaded == ["cuda", "cpu", "cuda"]
    assert (encoder.device, encoder.problem) == ("cuda", "")


def test_a_card_with_little_memory_looks_at_fewer_pictures_at_a_time(
    encoder, images, play_card
) -> None:
    expected = encoder.encode(images)
    tried: list[int] = []

    def full_with_three(pictures: int) -> Exception | None:
        tried.append(pictures)
        return full(pictures) if pictures > 2 else None

    loaded = play_card(full_with_three)
    assert encoder.encode(images) == pytest.approx(expected, abs=1e-2)
    assert tried[-3:] == [2, 2, 1]
    assert loaded == ["cuda"]


def test_a_card_that_takes_no_network_is_left_as_well(
    encoder, images, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = encoder.encode(images)
    move = torch.nn.Module.to

    def refuse_cards(self: torch.nn.Module, *args: Any, **kwargs: Any) -> torch.nn.Module:
        if args[:1] == ("cuda",):
            raise lost(0)
        return move(self, *args, **kwargs)

    monkeypatch.setattr(torch.nn.Module, "to", refuse_cards)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    encoder.warm_up()
    assert encoder.device == "cpu"
    assert (encoder.encode(images) == expected).all()


def test_no_picture_pays_for_a_lost_card_and_staff_are_told(
    copied_weights, make_product, embed, play_card
) -> None:
    space = create_space("mobilenet_v2")
    play_card(lost)
    make_product("red", "green", "blue")
    assert embed() == 3
    assert {(row.state, row.attempts) for row in space.embeddings.all()} == {("ready", 1)}
    assert batch_size(space) == conf.EMBED_BATCH_PICTURES
    make_product("gold")
    assert embed() == 1
    assert read_worker_state().problem.startswith("The graphics card failed (CUDA error: an ill")


def test_an_error_of_the_processors_is_no_cards(encoder, images, monkeypatch) -> None:
    def fail(network: networks.Network, pixels: np.ndarray) -> torch.Tensor:
        raise RuntimeError("could not create a primitive")

    monkeypatch.setattr(networks.Network, "normalise", fail)
    with pytest.raises(RuntimeError, match="could not create a primitive"):
        encoder.encode(images)
    assert encoder.problem == ""
