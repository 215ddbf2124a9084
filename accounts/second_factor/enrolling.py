"""A second factor is set up: a key is shown, and counts once a code made of it was right."""

from __future__ import annotations

from base64 import b32encode

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor.codes import new_recovery_codes

_NAME = "Authenticator"


def begin(user: User) -> TOTPDevice:
    """A new key, in place of one that was begun and not confirmed."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, name=_NAME, confirmed=False)


def begun(user: User, pk: int) -> TOTPDevice | None:
    """The key that was begun under this number, unless it counts already or another was begun."""
    return TOTPDevice.objects.filter(user=user, pk=pk, confirmed=False).first()


def confirm(user: User, pk: int, code: str) -> list[str]:
    """The recovery codes, where this code is right; else none, and nothing has changed."""
    with transaction.atomic():
        keys = TOTPDevice.objects.select_for_update()
        device = keys.filter(user=user, pk=pk, confirmed=False).first()
        if device is None or not device.verify_token("".join(code.split())):
            return []
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save()
        return new_recovery_codes(user)


def remove(user: User) -> bool:
    """Back to the password alone; whether there was anything to remove."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def qr_code(device: TOTPDevice) -> str:
    """A `data:` address of an SVG that apps read with the camera."""
    return str(segno.make(device.config_url, error="m").svg_data_uri(scale=5, dark="#000"))


def typed_key(device: TOTPDevice) -> str:
    """The same by hand: base32, in groups of four."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))
