"""The shop's own settings for its tests, on the servers and the folder of tests/servers.py."""

from __future__ import annotations

from config.settings.development import *

# The shop's own hasher takes a tenth of a second for each log-in, by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
