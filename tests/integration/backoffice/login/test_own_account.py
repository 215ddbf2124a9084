"""One's own sessions and second factor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.conf import conf
from accounts.second_factor.codes import has_second_factor
from accounts.sessions.browser_name import browser_name
from accounts.sessions.models import StaffSession

pytestmark = pytest.mark.django_db
SESSIONS, FACTOR = "/admin/account/sessions/", "/admin/account/second-factor/"
PASSWORD = "correct horse 9"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Safari/604.1"


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna", password=PASSWORD, is_staff=True)


def logged_in(user: User, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(user)
    client.get("/admin/")
    return client


def test_sessions_are_listed_with_device_and_address(anna) -> None:
    logged_in(anna, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.7")
    page = logged_in(anna).get(SESSIONS).content.decode()
    assert "Safari on iPhone" in page
    assert "203.0.113.7" in page
    assert page.count("this one") == 1
    assert not any(key in page for key in StaffSession.objects.values_list("pk", flat=True))


def test_a_session_is_ended_from_another(anna) -> None:
    lost, kept = logged_in(anna), logged_in(anna)
    number = StaffSession.objects.earliest("started_at").started_at.isoformat()
    kept.post(SESSIONS, {"end": number})
    assert lost.get("/admin/").status_code == 302
    assert kept.get("/admin/").status_code == 200


def test_all_others_are_ended_and_nobody_elses(anna, admin_client: Client) -> None:
    admin_client.get("/admin/")
    others, kept = [logged_in(anna), logged_in(anna)], logged_in(anna)
    for other in StaffSession.objects.exclude(user=anna):
        kept.post(SESSIONS, {"end": other.started_at.isoformat()})
    kept.post(SESSIONS, {"end": "others"})
    assert [client.get("/admin/").status_code for client in others] == [302, 302]
    assert kept.get("/admin/").status_code == 200
    assert admin_client.get("/admin/").status_code == 200


def test_a_session_ends_after_idle_time_and_slides_with_use(anna) -> None:
    client = logged_in(anna)
    session = Session.objects.get()
    idle = timedelta(minutes=conf.SESSION_IDLE_MINUTES)
    assert abs(session.expire_date - timezone.now() - idle) < timedelta(minutes=1)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    kept = client.session
    kept["noted_at"] -= 120
    kept.save()
    client.get("/admin/")
    assert abs(Session.objects.get().expire_date - timezone.now() - idle) < timedelta(minutes=1)
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_its_longest_time(anna) -> None:
    client = logged_in(anna)
    kept = client.session
    kept["begun_at"] -= conf.SESSION_DAYS * 24 * 3_600
    kept.save()
    client.get("/admin/")
    assert client.get("/admin/").status_code == 302


def test_a_session_is_noted_once_a_minute(anna) -> None:
    client = logged_in(anna)
    seen = StaffSession.objects.get().seen_at
    client.get("/admin/")
    assert StaffSession.objects.get().seen_at == seen


def test_no_header_hides_a_session_from_whose_it_is(anna) -> None:
    stolen = Client(headers={"X-Looks-By-Itself": "1"})
    stolen.force_login(anna)
    stolen.get("/admin/")
    logged_in(anna).post(SESSIONS, {"end": "others"})
    assert stolen.get("/admin/").status_code == 302


def test_after_another_password_this_session_alone_is_listed(anna) -> None:
    logged_in(anna)
    client = logged_in(anna)
    new = "battery staple 8"
    words = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", words).status_code == 302
    page = client.get(SESSIONS).content.decode()
    assert (page.count("this one"), page.count('name="end"')) == (1, 0)


def test_shoppers_get_no_session(client: Client, db) -> None:
    assert "sessionid" not in client.get("/").cookies
    assert "Cookie" not in client.get("/api/v1/categories/").headers.get("Vary", "")
    assert not Session.objects.exists()


def test_a_second_factor_is_set_up_and_removed(anna) -> None:
    elsewhere, client = logged_in(anna), logged_in(anna)
    assert b"not right" in client.post(FACTOR, {"step": "begin", "password": "wrong"}).content
    assert not TOTPDevice.objects.exists()

    page = client.post(FACTOR, {"step": "begin", "password": PASSWORD}).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert b"not right" in client.post(FACTOR, {"step": "confirm", "code": "000000"}).content
    assert not has_second_factor(anna)

    device = TOTPDevice.objects.get()
    code = f"{totp(device.bin_key):06d}"
    page = client.post(FACTOR, {"step": "confirm", "code": code}).content.decode()
    assert page.count("<li><code>") == 10
    assert has_second_factor(anna)
    assert elsewhere.get("/admin/").status_code == 302
    assert "10 recovery codes" in client.get(FACTOR).content.decode()

    client.post(FACTOR, {"step": "remove", "password": PASSWORD})
    assert not has_second_factor(anna)


def test_whoever_finds_an_open_session_sets_up_nothing_without_the_password(anna) -> None:
    page = logged_in(anna).post(FACTOR, {"step": "confirm", "code": "000000"})
    assert b"data:image" not in page.content
    assert not TOTPDevice.objects.exists()

    logged_in(anna).post(FACTOR, {"step": "begin", "password": PASSWORD})
    code = f"{totp(TOTPDevice.objects.get().bin_key):06d}"
    page = logged_in(anna).post(FACTOR, {"step": "confirm", "code": code})
    assert b"begin again with your password" in page.content
    assert not has_second_factor(anna)


@pytest.mark.usefixtures("frozen_clock")
def test_guesses_at_the_password_of_an_open_session_have_to_wait(anna) -> None:
    client = logged_in(anna)
    for _ in range(8):
        page = client.post(FACTOR, {"step": "begin", "password": "wrong"})
    assert b"Too many attempts" in page.content


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl"),
        ("", "unknown"),
    ],
)
def test_browsers_have_names(user_agent, name) -> None:
    assert browser_name(user_agent) == name
