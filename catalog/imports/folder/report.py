"""What an import of a folder did."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Report:
    """Counts of products and pictures; refusals and files passed over with their reasons."""

    added: int = 0
    """Products that are new."""
    present: int = 0
    """Products that were in the catalogue before."""
    pictures_added: int = 0
    """New pictures of products that were there."""
    pictures_replaced: int = 0
    """Pictures whose file has changed since it was imported."""
    refused: list[tuple[Path, str]] = field(default_factory=list)
    """Pictures that may not enter: (path below the folder, sentence)."""
    blank: list[Path] = field(default_factory=list)
    """Pictures that were taken in although there is nothing to see in them."""
    passed_over: list[tuple[Path, str]] = field(default_factory=list)
    """Whatever else lies in the folder and is no picture: (path below the folder, sentence)."""
