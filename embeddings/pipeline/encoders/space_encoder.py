"""The one thing that turns pictures into features, whatever a space is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.encoders.prepare import (
    HAND_CRAFTED,
    Look,
    PreparedPicture,
    prepare_picture,
)
from embeddings.pipeline.encoders.registry import find_encoder, get_encoder
from embeddings.pipeline.images.preprocess import PREPROCESSINGS, get_preprocessing
from embeddings.pipeline.runtime.card import CardFailedError, card_state
from embeddings.pipeline.runtime.processor import count_cores
from embeddings.pipeline.vectors.centre import CentredPhotos, Means, compose_photos
from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.vectors.compose import compose, projection_of
from embeddings.pipeline.vectors.projection import Projection

if TYPE_CHECKING:
    from embeddings.pipeline.encoders.networks import Network
    from embeddings.pipeline.plugins.runtimes.runner import Runner

Floats = npt.NDArray[np.float32]

T = TypeVar("T")


class SpaceEncoder:
    """Turns pictures into the features of one space.

    `weights` maps each network to its file; the file must have the sha256 that the component
    names. `projections` maps the sha256 that a component names to its projection. `threads`,
    `device` ("cpu", "cuda") and `precision` ("fp32", "bf16") left out are chosen by what the
    machine has. Nothing is loaded before the first picture or `warm_up()`.
    """

    def __init__(
        self,
        components: Sequence[Component],
        *,
        weights: Mapping[str, Path] | None = None,
        projections: Mapping[str, Projection] | None = None,
        device: str | None = None,
        threads: int | None = None,
        precision: str | None = None,
    ) -> None:
        self.components = tuple(components)
        self._weights = dict(weights or {})
        self._projections = dict(projections or {})
        self._device, self._threads, self._precision = device, threads, precision
        self._check()

    @property
    def dimensions(self) -> int:
        """How many numbers `encode` gives for a picture."""
        return sum(component.feature_dimensions for component in self.components)

    @property
    def looks(self) -> tuple[Look, ...]:
        """All that `prepare` takes from a picture."""
        return tuple(dict.fromkeys((c.encoder, c.preprocessing) for c in self.components))

    @property
    def min_side(self) -> int | None:
        """How small `open_picture` may decode a JPEG for this encoder; None: in full.

        Decoding is 2 to 3 times as quick at a half or a quarter, but changes what is seen: the
        cosine of ResNet50's features with those of the full picture fell to 0.9998 in the middle
        and 0.988 at worst (80 shop pictures of 1000-1580 px scaled to 500 or more). So a network
        says so by the name of its preprocessing, and vectors of the two never mix.
        """
        networks = [c for c in self.components if c.encoder not in HAND_CRAFTED]
        sides = [get_preprocessing(each.preprocessing).reduced_to for each in networks]
        known = [side for side in sides if side is not None]
        return max(known) if known and len(known) == len(sides) else None

    @property
    def device(self) -> str:
        """Where our own networks run, "cpu" or "cuda"; all else runs on the processor.

        Imports torch where there is one of them.
        """
        facts = [find_encoder(component.encoder) for component in self.components]
        if not any(each and each.is_network and not each.declaration for each in facts):
            return "cpu"
        from embeddings.pipeline.encoders.networks import choose_device

        return self._device or choose_device()

    @property
    def problem(self) -> str:
        """What keeps its networks off the card that there is, for whoever minds it; else empty."""
        if lost := card_state.get().lost:
            return (
                f"The graphics card failed ({lost}). Pictures are looked at by the processor until "
                "the worker is started anew."
            )
        return ""

    def warm_up(self) -> None:
        """Load the networks now. Raises WeightsMissingError or WeightsRefusedError."""
        for component in self.components:
            if get_encoder(component.encoder).is_network:
                self._ask(component, lambda network: None)

    def prepare(self, image: Image.Image) -> PreparedPicture:
        """Take from a picture all that encoding needs, so that the picture can be let go.

        Safe to call from several threads at once. RGB of any size -> PreparedPicture
        """
        return prepare_picture(image, self.looks)

    def encode(self, images: Sequence[Image.Image]) -> Floats:
        """Describe pictures by numbers; `compose` makes vectors of them.

        N RGB images of any size -> (N, F) float32, blocks in the order of the components
        """
        with ThreadPoolExecutor(self._threads or count_cores()) as threads:
            return self.encode_prepared(list(threads.map(self.prepare, images)))

    def encode_prepared(self, pictures: Sequence[PreparedPicture]) -> Floats:
        """Describe prepared pictures by numbers.

        They come rounded to half precision, as they are stored, so that vectors made from stored
        features are those made now. N pictures -> (N, F) float32, blocks as the components stand
        """
        if not pictures:
            return np.empty((0, self.dimensions), dtype=np.float32)
        blocks: dict[Component, Floats] = {}
        for component in self.components:
            if component not in blocks:
                blocks |= self._blocks_like(component, pictures)
        features = np.concatenate([blocks[component] for component in self.components], axis=1)
        with np.errstate(over="ignore"):  # what has no place in half precision is degenerate
            return features.astype(np.float16).astype(np.float32)

    def energy(self, image: Image.Image) -> Floats | None:
        """Where in a picture the space's network finds something; None without such a network.

        RGB of any size, seen whole and stretched to a square -> (h, w) float32, not negative
        """
        for component in self.components:
            facts = get_encoder(component.encoder)
            # One that a shop brought along gives features and shows no map.
            if facts.is_network and not facts.declaration:
                side = PREPROCESSINGS[component.preprocessing].crop_to
                pixels = np.array(image.resize((side, side), Image.Resampling.BILINEAR))
                seen: Floats = self._ask(component, methodcaller("energy", pixels[None]))[0]
                return seen
        return None

    def feature_maps(self, pictures: Sequence[PreparedPicture]) -> dict[Component, Floats]:
        """What the components that read a feature map see at each place of a few pictures.

        One pass for all that one look gives; those without a map are left out.
        N pictures -> {component: (N, h, w, C)}
        """
        maps: dict[Component, Floats] = {}
        for component in self.components:
            facts = get_encoder(component.encoder)
            if component in maps or not facts.is_network or facts.declaration:
                continue
            pixels = np.stack([each.pixels[component.preprocessing] for each in pictures])
            seen = self._ask(component, methodcaller("feature_maps", pixels))
            for other in self.components:
                if _look_of(other) == _look_of(component):
                    maps[other] = seen[get_encoder(other.encoder).stage]
        return maps

    def projection_of(self, component: Component) -> Projection | None:
        """The projection of one of the components, if it has any."""
        return projection_of(component, self._projections)

    def compose(self, features: npt.ArrayLike) -> Floats:
        """Turn features, encoded just now or stored, into vectors of the space.

        Raises DegenerateFeaturesError. (N, F) -> (N, D) float32, unit length
        """
        return compose(features, self.components, projections=self._projections)

    def compose_photos(
        self, features: npt.ArrayLike, *, photos: Means, catalogue: Means
    ) -> CentredPhotos:
        """Turn the features of shoppers' photos into vectors to search the space with.

        Raises DegenerateFeaturesError. (N, F) -> N vectors, unit length
        """
        return compose_photos(
            features,
            self.components,
            projections=self._projections,
            photos=photos,
            catalogue=catalogue,
        )

    def _blocks_like(
        self, component: Component, pictures: Sequence[PreparedPicture]
    ) -> dict[Component, Floats]:
        """The blocks of a component and of all that one look at the pictures gives with it."""
        if component.encoder in HAND_CRAFTED:
            described = [picture.features[component.encoder] for picture in pictures]
            return {component: np.stack(described)}
        alike = {c: _reading_of(c) for c in self.components if _look_of(c) == _look_of(component)}
        pixels = np.stack([picture.pixels[component.preprocessing] for picture in pictures])
        wanted = list(dict.fromkeys(alike.values()))
        read = self._ask(component, methodcaller("run", pixels, wanted))
        return {other: read[reading] for other, reading in alike.items()}

    def _ask(self, component: Component, ask: Callable[[Network | Runner], T]) -> T:
        """What a component's network answers: on the processor where the card fails."""
        try:
            return ask(self._network(component))
        except CardFailedError:
            return ask(self._network(component, device="cpu"))

    def _network(self, component: Component, device: str | None = None) -> Network | Runner:
        facts = get_encoder(component.encoder)
        if facts.declaration:
            from embeddings.pipeline.plugins.runtimes.running import load_runner

            return load_runner(
                facts.declaration, sha256=component.weights_sha256, threads=self._threads
            )
        from embeddings.pipeline.encoders.networks import load_network

        return load_network(
            facts.network,
            weights=self._weights[facts.network],
            sha256=component.weights_sha256,
            device=device or self._device,
            precision=self._precision,
            threads=self._threads,
        )

    def _check(self) -> None:
        if not self.components:
            raise ValueError("A space needs at least one component.")
        for component in self.components:
            facts = get_encoder(component.encoder)
            if component.preprocessing not in (facts.preprocessing, *facts.framings.values()):
                raise ValueError(
                    f"{facts.name} now prepares pictures as {facts.preprocessing!r}; "
                    f"this space was built with {component.preprocessing!r} and needs a rebuild."
                )
            if component.feature_dimensions != facts.dimensions:
                raise ValueError(f"{facts.name} gives {facts.dimensions} dimensions.")
            if facts.is_network and facts.network not in self._weights:
                raise ValueError(f"{facts.network} needs its weights file.")
            projection_of(component, self._projections)


def _look_of(component: Component) -> tuple[str, str, str]:
    """Components of which these agree are read off one forward pass."""
    facts = get_encoder(component.encoder)
    return facts.network, component.weights_sha256, component.preprocessing


def _reading_of(component: Component) -> tuple[str, str]:
    return get_encoder(component.encoder).stage, component.pooling
