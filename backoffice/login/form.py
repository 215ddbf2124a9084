"""The form of the log-in page: Django's own, behind the counter of attempts."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from accounts.guard import TooManyAttemptsError, account_keys, count_attempt, take_back
from accounts.guard.device import known_device
from web.client_address import client_address


class GuardedLoginForm(AdminAuthenticationForm):
    """Refused before the password is looked at, where this source has to wait."""

    refusal: TooManyAttemptsError | None = None

    def clean(self) -> dict[str, Any]:
        name, request = self.cleaned_data.get("username", ""), self.request
        if request is None or not name or not self.cleaned_data.get("password"):
            return super().clean()
        device = known_device(request, name)
        keys = account_keys(name, address=client_address(request), device=device)
        try:
            count_attempt(keys)
        except TooManyAttemptsError as refusal:
            self.refusal = refusal
            raise ValidationError(str(refusal), code=refusal.code) from None
        cleaned: dict[str, Any] = super().clean()
        take_back(keys)
        return cleaned
