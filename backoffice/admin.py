"""Where Django looks for what the admin shows."""

from __future__ import annotations

from backoffice.catalog import category, product  # noqa: F401
from backoffice.embeddings import embedding, space  # noqa: F401
from backoffice.rules import product as steered  # noqa: F401
