"""Guesses are counted before they are looked at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.guard import TooManyAttemptsError, account_keys, count_attempt, take_back
from accounts.guard.counting import FORGOTTEN_AFTER, wait_after
from accounts.guard.keys import FREE_OF_ADDRESS
from accounts.guard.models import LoginCount

pytestmark = pytest.mark.usefixtures("frozen_clock")
HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


def is_let_through(name: str, address: str = HERE, device: str = "") -> bool:
    try:
        count_attempt(account_keys(name, address=address, device=device))
    except TooManyAttemptsError:
        return False
    return True


def later(**by: float) -> None:
    """Let time pass."""
    step = timedelta(**by)
    for count in LoginCount.objects.all():
        count.last_at -= step
        count.blocked_until = count.blocked_until and count.blocked_until - step
        count.save()


def test_waits_double_up_to_a_limit() -> None:
    waits = [wait_after(attempts, free=5).total_seconds() for attempts in (1, 4, 5, 6, 9, 16, 99)]
    assert waits == [0, 0, 1, 2, 16, 900, 900]


@pytest.mark.django_db
def test_of_forty_guesses_in_a_row_few_are_looked_at() -> None:
    assert sum(is_let_through("anna") for _ in range(40)) == 5
    assert LoginCount.objects.order_by("-attempts").first().attempts == 5  # knocking adds nothing


@pytest.mark.django_db
def test_of_an_hour_of_guesses_few_are_looked_at() -> None:
    tried = 0
    for _ in range(180):
        tried += is_let_through("anna")
        later(seconds=20)
    assert tried < 20


@pytest.mark.django_db
def test_another_account_and_another_address_do_not_wait() -> None:
    while is_let_through("anna"):
        pass
    assert is_let_through("bert")
    assert is_let_through("anna", ELSEWHERE)
    assert not is_let_through("  ANNA ")


@pytest.mark.django_db
def test_guessing_at_many_accounts_from_one_address_has_to_wait() -> None:
    tried = sum(is_let_through(f"name{number}") for number in range(100))
    assert tried == FREE_OF_ADDRESS
    assert is_let_through("anna", ELSEWHERE)


@pytest.mark.django_db
def test_guessing_at_one_account_from_everywhere_does_not_shut_out_a_known_device() -> None:
    tried = sum(is_let_through("anna", f"198.51.100.{number}") for number in range(100))
    assert tried == 20
    assert not is_let_through("anna", ELSEWHERE)
    assert is_let_through("anna", ELSEWHERE, device="hers")
    later(minutes=15)
    assert is_let_through("anna", ELSEWHERE)  # nor a stranger for good


@pytest.mark.django_db
def test_right_ones_are_not_counted() -> None:
    for number in range(50):
        keys = account_keys(f"colleague{number}", address=HERE)
        count_attempt(keys)
        take_back(keys)
    assert set(LoginCount.objects.values_list("attempts", flat=True)) == {0}


@pytest.mark.django_db
def test_counts_are_forgotten_after_a_day() -> None:
    while is_let_through("anna"):
        pass
    later(seconds=FORGOTTEN_AFTER.total_seconds() + 1)
    assert is_let_through("bert", ELSEWHERE)
    assert LoginCount.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER).count() == 0
    assert is_let_through("anna")


@pytest.mark.django_db
def test_names_are_kept_as_hashes() -> None:
    is_let_through("my secret password")
    assert "secret" not in str(list(LoginCount.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_are_counted_one_by_one() -> None:
    def guess(number: int) -> bool:
        try:
            return is_let_through("anna")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(guess, range(24))) == 5


@pytest.mark.django_db
def test_the_command_lets_in_again(capsys) -> None:
    while is_let_through("anna"):
        pass
    call_command("unlock_login", "Anna")
    assert "at once" in capsys.readouterr().out
    assert is_let_through("anna")
    call_command("unlock_login", "nobody")
    assert "Nothing was counted" in capsys.readouterr().out
    call_command("unlock_login", "--all")
    assert not LoginCount.objects.exists()
