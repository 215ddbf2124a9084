"""Coming in: password, code, and what keeps guesses out."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor import codes, enrolling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
PASSWORD = "correct horse 9"
LOGIN = "/admin/login/"


@pytest.fixture
def anna() -> User:
    return User.objects.create_superuser("anna", password=PASSWORD)


def log_in(client: Client, password: str = PASSWORD, name: str = "anna", **more: Any):
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def code_of(user: User, *, step: int = 0) -> str:
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=step):06d}"


@pytest.fixture
def recovery(anna: User) -> list[str]:
    """Anna's second factor is on."""
    device = enrolling.begin(anna)
    return enrolling.confirm(anna, device.pk, code_of(anna, step=-1))


def test_the_password_lets_in(client: Client, anna) -> None:
    response = client.post(
        f"{LOGIN}?next=/admin/catalog/product/", {"username": "anna", "password": PASSWORD}
    )
    assert response["Location"] == "/admin/catalog/product/"
    assert is_in(client)


def test_after_wrong_ones_even_the_right_one_waits_and_is_told_how_long(client, anna) -> None:
    for _ in range(6):
        response = log_in(client, "wrong")
    assert response.status_code == 429
    assert response["Retry-After"] == "1"
    response = log_in(client)
    assert b"try again in 1 second." in response.content
    assert not is_in(client)


def test_the_refusal_does_not_say_whether_there_is_such_an_account(anna) -> None:
    def told(name: str, address: str) -> list[str]:
        pages = [log_in(Client(REMOTE_ADDR=address), "wrong", name) for _ in range(6)]
        return [f"{page.status_code} {page.context['form'].non_field_errors()}" for page in pages]

    assert told("anna", "203.0.113.7") == told("nobody", "203.0.113.8")


def test_a_known_device_is_not_shut_out_by_strangers(client, anna) -> None:
    log_in(client)
    client.post("/admin/logout/")
    for number in range(30):
        log_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), "wrong")
    assert log_in(Client()).status_code == 429
    assert log_in(client).status_code == 302


def test_visitors_behind_a_proxy_are_counted_each_by_their_own_address(settings, anna) -> None:
    settings.VITRINE_TRUSTED_PROXIES = 1
    for number in range(25):
        log_in(Client(), "wrong", f"name{number}", HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert log_in(Client(), HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429
    assert log_in(Client(), HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_a_cache_that_is_away_neither_opens_the_door_nor_shuts_it(client, anna, settings) -> None:
    settings.CACHE_URL = "redis://127.0.0.1:1"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    assert sum(log_in(Client(), "wrong").status_code == 200 for _ in range(10)) == 5
    assert log_in(client, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_with_a_second_factor_the_password_alone_lets_nobody_in(client, anna, recovery) -> None:
    response = log_in(client)
    assert response["Location"] == reverse("admin:login_code")
    assert not is_in(client)
    page = client.post(response.url, {"code": "000000"})
    assert b"not right" in page.content
    assert not is_in(client)
    assert client.post(response.url, {"code": code_of(anna)}).status_code == 302
    assert is_in(client)


def test_a_code_is_right_once(anna, recovery) -> None:
    for code in (code_of(anna), recovery[0].upper()):
        first, second = Client(), Client()
        for client in (first, second):
            log_in(client)
            client.post("/admin/login/code/", {"code": code})
        assert (is_in(first), is_in(second)) == (True, False)
    assert codes.recovery_codes_left(anna) == 9


def test_guesses_at_codes_have_to_wait_too(client, anna, recovery) -> None:
    log_in(client)
    answers = [client.post("/admin/login/code/", {"code": "000000"}) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3


def test_the_code_page_is_for_who_has_given_the_password(client, anna, recovery) -> None:
    assert client.get("/admin/login/code/").url == "/admin/login/"
    log_in(client)
    anna.set_password("another one 8")
    anna.save()
    assert client.get("/admin/login/code/").url == "/admin/login/"


def test_who_lost_everything_is_let_in_by_a_command(client, anna, recovery, capsys) -> None:
    call_command("reset_second_factor", "anna")
    assert log_in(client).status_code == 302
    assert is_in(client)


def test_a_weak_password_is_refused(client, anna) -> None:
    log_in(client)
    page = client.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": "anna1", "new_password2": "anna1"},
    )
    assert len(page.context["form"].errors["new_password2"]) >= 2


def test_guesses_at_the_password_of_an_open_session_have_to_wait(client, anna) -> None:
    log_in(client)
    asked = {
        "old_password": "wrong",
        "new_password1": "a new one 7",
        "new_password2": "a new one 7",
    }
    for _ in range(8):
        page = client.post("/admin/password_change/", asked)
    assert "Too many attempts" in str(page.context["form"].errors["old_password"])
    call_command("unlock_login", "anna")
    response = client.post("/admin/password_change/", {**asked, "old_password": PASSWORD})
    assert response.status_code == 302
    assert is_in(client)
    assert not is_in(Client())
