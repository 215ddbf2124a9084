"""What only the face for staff keeps."""

from __future__ import annotations

from backoffice.editing.models import SavedForm

__all__ = ["SavedForm"]
