"""Pixels to features to vectors: the pure part of the house, without Django or a database.

Importing this door loads no torch; the first picture that a network looks at does.

    file = find_weights("resnet50", folders=[folder])
    components = resolve_recipe("resnet50+lab_color", {"resnet50": file.sha256})
    encoder = SpaceEncoder(components, weights={"resnet50": file.path})
    features = encoder.encode([open_picture("bag.jpg", min_side=encoder.min_side)])
    vectors = encoder.compose(features)

Where many pictures' features are there already, a recipe's projections are fitted on them:

    components, projections = fit_recipe("resnet50:pca256+lab_color", features, sha256_of=...)
    vectors = compose(features, components, projections=projections)
"""

from embeddings.pipeline.encoders.prepare import Look, PreparedPicture, prepare_picture
from embeddings.pipeline.encoders.registry import (
    ENCODERS,
    POOLINGS,
    Encoder,
    get_encoder,
    known_encoders,
)
from embeddings.pipeline.encoders.space_encoder import SpaceEncoder
from embeddings.pipeline.images.decode import UndecodablePictureError, open_picture
from embeddings.pipeline.matching.cells import Exactness
from embeddings.pipeline.matching.match import ComponentMatch, Heat, match_pictures
from embeddings.pipeline.matching.reweigh import reweigh
from embeddings.pipeline.matching.together import add_up
from embeddings.pipeline.plugins.folders import look_in
from embeddings.pipeline.plugins.found import plugins
from embeddings.pipeline.recipes.fitting import fit_recipe
from embeddings.pipeline.recipes.recipe import (
    RecipePart,
    networks_in,
    parse_recipe,
    resolve_parts,
    resolve_recipe,
)
from embeddings.pipeline.recipes.text import write_recipe
from embeddings.pipeline.runtime.processor import count_cores
from embeddings.pipeline.subject.box import Box, around
from embeddings.pipeline.subject.finder import Subject, find_by_energy, find_by_network
from embeddings.pipeline.subject.framing import Framing
from embeddings.pipeline.subject.mask import SubjectNetwork, SubjectNetworkMissingError
from embeddings.pipeline.subject.model_file import find_subject_model
from embeddings.pipeline.subject.view import View, parts_by_default, view_photo
from embeddings.pipeline.vectors.block import Block, blocks_of, columns_by_name
from embeddings.pipeline.vectors.centre import CentredPhotos, Means, compose_photos
from embeddings.pipeline.vectors.component import Component, features_key
from embeddings.pipeline.vectors.compose import (
    DegenerateFeaturesError,
    compose,
    unit,
    unit_blocks,
)
from embeddings.pipeline.vectors.labels import Labels
from embeddings.pipeline.vectors.photo_prior import prior_mean
from embeddings.pipeline.vectors.projection import Projection, fit_projection
from embeddings.pipeline.vectors.within_class import fit_within_class
from embeddings.pipeline.weights.files import (
    WeightsFile,
    WeightsMissingError,
    WeightsRefusedError,
    find_weights,
)

__all__ = [
    "ENCODERS",
    "POOLINGS",
    "Block",
    "Box",
    "CentredPhotos",
    "Component",
    "ComponentMatch",
    "DegenerateFeaturesError",
    "Encoder",
    "Exactness",
    "Framing",
    "Heat",
    "Labels",
    "Look",
    "Means",
    "PreparedPicture",
    "Projection",
    "RecipePart",
    "SpaceEncoder",
    "Subject",
    "SubjectNetwork",
    "SubjectNetworkMissingError",
    "UndecodablePictureError",
    "View",
    "WeightsFile",
    "WeightsMissingError",
    "WeightsRefusedError",
    "add_up",
    "around",
    "blocks_of",
    "columns_by_name",
    "compose",
    "compose_photos",
    "count_cores",
    "features_key",
    "find_by_energy",
    "find_by_network",
    "find_subject_model",
    "find_weights",
    "fit_projection",
    "fit_recipe",
    "fit_within_class",
    "get_encoder",
    "known_encoders",
    "look_in",
    "match_pictures",
    "networks_in",
    "open_picture",
    "parse_recipe",
    "parts_by_default",
    "plugins",
    "prepare_picture",
    "prior_mean",
    "resolve_parts",
    "resolve_recipe",
    "reweigh",
    "unit",
    "unit_blocks",
    "view_photo",
    "write_recipe",
]
