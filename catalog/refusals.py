"""The catalogue's refusals are of the same kind as those of the floor below."""

from infra.refusals import RefusedError

__all__ = ["RefusedError"]
