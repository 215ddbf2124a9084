"""Codes of the app and recovery codes: whether somebody has them, and whether one is right."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
_NAME = "Recovery codes"


def has_second_factor(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_right_code(user: User, code: str) -> bool:
    """The app's code of this half minute, or an unused recovery code, which it uses up."""
    typed = "".join(code.split()).replace("-", "").lower()
    kind = TOTPDevice if typed.isdecimal() else StaticDevice
    with transaction.atomic():
        # Locked: of two requests with one code one is right.
        devices = kind.objects.select_for_update().filter(user=user, confirmed=True)
        return any(device.verify_token(typed) for device in devices)


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes of 40 random bits, in place of those before; they are shown this once."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name=_NAME)
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())
