"""Django's form for another password, behind the counter of attempts."""

from __future__ import annotations

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError

from accounts.guard import TooManyAttemptsError, count_attempt, keys_of_code, take_back


class GuardedPasswordChangeForm(AdminPasswordChangeForm):
    """Whoever finds a session left open may guess at its password as slowly as anybody."""

    def clean_old_password(self) -> str:
        # Counted apart from codes: who guesses here keeps nobody from logging in.
        keys = keys_of_code(self.user.get_username(), device="password change")
        try:
            count_attempt(keys)
        except TooManyAttemptsError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None
        password: str = super().clean_old_password()
        take_back(keys)
        return password
