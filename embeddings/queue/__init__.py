"""The durable queue: pending rows in PostgreSQL, which workers claim in batches under a lease."""

from embeddings.queue.claims import (
    MAX_ERROR_CHARACTERS,
    Job,
    claim,
    claimable,
    fail,
    give_up_exhausted,
    hand_back,
    release_claims,
    release_stopped,
    renew_lease,
    suspect,
    suspects,
    untried,
)
from embeddings.queue.enqueue import (
    follow_comparing,
    follow_product,
    queue_in_space,
    queue_missing,
    queue_picture,
    retry,
)

__all__ = [
    "MAX_ERROR_CHARACTERS",
    "Job",
    "claim",
    "claimable",
    "fail",
    "follow_comparing",
    "follow_product",
    "give_up_exhausted",
    "hand_back",
    "queue_in_space",
    "queue_missing",
    "queue_picture",
    "release_claims",
    "release_stopped",
    "renew_lease",
    "retry",
    "suspect",
    "suspects",
    "untried",
]
