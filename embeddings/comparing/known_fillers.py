"""The fillers that are known already, to which new pictures are held."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from catalog.models import ProductImage, SetAside
from embeddings.comparing.likeness import NEARLY_THE_SAME, read_features
from embeddings.models import EmbeddingSpace

Floats = npt.NDArray[np.float32]


class KnownFillers:
    """One picture of each group of fillers, to which others are held."""

    def __init__(self, space: EmbeddingSpace) -> None:
        fillers = ProductImage.objects.filter(set_aside=SetAside.FILLER)
        heads = fillers.order_by("set_aside_group", "pk").distinct("set_aside_group")
        groups = dict(heads.values_list("pk", "set_aside_group"))
        self._features = {
            groups[image]: features for image, features in read_features(space, groups).items()
        }

    def find(self, features: Floats) -> str:
        """The group of which a picture is; empty for none."""
        alike = ((float(each @ features), group) for group, each in self._features.items())
        likeness, group = max(alike, default=(0.0, ""))
        return group if likeness >= NEARLY_THE_SAME else ""

    def add(self, group: str, features: Floats) -> None:
        self._features[group] = features
