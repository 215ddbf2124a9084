"""What a shop's environment says: read in one place, and loud on nonsense."""

from config.env.environment import (
    APPS,
    BASE_DIR,
    KNOBS,
    VARIABLES,
    Environment,
    EnvironmentInvalidError,
    read_environment,
)

__all__ = [
    "APPS",
    "BASE_DIR",
    "KNOBS",
    "VARIABLES",
    "Environment",
    "EnvironmentInvalidError",
    "read_environment",
]
