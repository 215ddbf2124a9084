"""What every encoder has to keep to, ours and those that a shop brings along.

    python -m embeddings.pipeline.conformance NAME… [--encoders-dir DIR] [--weights DIR] [--json]

A process of its own, because it loads runtimes, closes the network and measures memory.
`manage.py encoders check NAME` calls it, and so does `spaces create` for a shop's own encoder.
"""

from embeddings.pipeline.conformance.check import check_encoder
from embeddings.pipeline.conformance.finding import Finding

__all__ = ["Finding", "check_encoder"]
