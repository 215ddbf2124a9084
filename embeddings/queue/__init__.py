"""The durable queue: pending rows in PostgreSQL, which workers claim in batches under a lease."""

from embeddings.queue.claims import (
    LEASE,
    MAX_ATTEMPTS,
    MAX_ERROR_CHARACTERS,
    STOPPED_WORKER,
    Job,
    claim_batch,
    claimable,
    fail,
    give_up_exhausted,
    hand_back,
    release_claims,
    renew_lease,
)
from embeddings.queue.enqueue import (
    BULK_PRIORITY,
    UPLOAD_PRIORITY,
    follow_product,
    queue_in_space,
    queue_missing,
    queue_picture,
    retry,
)

__all__ = [
    "BULK_PRIORITY",
    "LEASE",
    "MAX_ATTEMPTS",
    "MAX_ERROR_CHARACTERS",
    "STOPPED_WORKER",
    "UPLOAD_PRIORITY",
    "Job",
    "claim_batch",
    "claimable",
    "fail",
    "follow_product",
    "give_up_exhausted",
    "hand_back",
    "queue_in_space",
    "queue_missing",
    "queue_picture",
    "release_claims",
    "renew_lease",
    "retry",
]
