"""Why a file of embeddings is not written, or not let in."""

from __future__ import annotations


class TransferRefusedError(Exception):
    """`str()` is one sentence that names what is wrong or what differs; nothing was stored."""
