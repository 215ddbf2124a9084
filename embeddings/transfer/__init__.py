"""Embeddings in a file, so that what one machine computed another need not compute again.

The file is an `.npz` that `numpy.load` opens, and nothing in it is compressed or pickled:

    digests.npy         (N, 32) uint8: sha256 of each picture's bytes, ascending, each once
    vectors.npy         (N, D) float16, unit length
    features.npy        (N, F) float16, what the encoders gave; may be left out
    projections/<sha256>    the matrix that a component of the space names
    manifest.json       what made them: recipe, components, counts, sha256 of each array's numbers
"""

from embeddings.transfer.errors import TransferRefusedError
from embeddings.transfer.import_vectors import import_vectors
from embeddings.transfer.store import Outcome
from embeddings.transfer.write import export_space

__all__ = ["Outcome", "TransferRefusedError", "export_space", "import_vectors"]
