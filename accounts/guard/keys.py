"""Under which keys an attempt is counted: account and address, account, address; or a device.

A device on which this account has logged in before is counted by itself. So strangers who guess
from everywhere cannot keep away who is known, whatever they do.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from accounts.conf import conf

FREE_OF_ACCOUNT = 20
"""Wrong attempts at one account from all addresses together before strangers have to wait."""
FREE_OF_ADDRESS = 20
"""Wrong attempts of one address at all accounts; an office shares one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What is counted, and how many wrong attempts cost nothing."""

    key: str
    account: str
    free: int


def account_id(name: str) -> str:
    """An account by the name that somebody typed, whether there is one or not; 64 hex digits."""
    return _hashed("account", unicodedata.normalize("NFKC", name).casefold().strip())


def account_keys(name: str, *, address: str, device: str = "") -> list[Key]:
    """Of an attempt with a password. device: of `known_device`, empty for a stranger's."""
    account = account_id(name)
    free = conf.LOGIN_FREE_ATTEMPTS
    if device:
        return [Key(key=_hashed("device", account, device), account=account, free=free)]
    return [
        Key(key=_hashed("pair", account, address), account=account, free=free),
        Key(key=account, account=account, free=max(free, FREE_OF_ACCOUNT)),
        Key(key=_hashed("address", address), account="", free=max(free, FREE_OF_ADDRESS)),
    ]


def keys_of_code(name: str, *, device: str = "") -> list[Key]:
    """Of an attempt with a code, by somebody who knows the password."""
    account = account_id(name)
    key = _hashed("code", account, device)
    return [Key(key=key, account=account, free=conf.LOGIN_FREE_ATTEMPTS)]


def _hashed(*parts: str) -> str:
    return salted_hmac("accounts.guard", "\0".join(parts), algorithm="sha256").hexdigest()
