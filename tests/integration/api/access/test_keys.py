"""Keys let machines in, for what they may do and no longer than they may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from web.keys.finding import KeyRefusedError, find_key
from web.keys.making import add_secret, revoke, rotate
from web.keys.models import ApiKey, KeySecret

pytestmark = pytest.mark.django_db
READ = "/api/v1/categories/"


def make_key(**fields) -> tuple[ApiKey, str]:
    key = ApiKey.objects.create(**{"name": "ERP", "scopes": ["read"], **fields})
    return key, add_secret(key)


def get(secret: str, path: str = READ, **headers: str):
    return Client().get(path, headers={"authorization": f"Bearer {secret}", **headers})


def test_no_secret_is_kept() -> None:
    _key, secret = make_key()
    (kept,) = KeySecret.objects.values()
    assert secret not in str(kept)
    assert secret.split("_", 2)[2] not in str(kept)


def test_a_key_that_is_wrong_expired_or_revoked_is_401_with_a_sentence() -> None:
    key, secret = make_key()
    assert get(secret).status_code == 200
    for wrong in ("", "nonsense", secret[:-1], f"{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}"):
        response = get(wrong)
        assert (response.status_code, response.json()["code"]) == (401, "unknown_key")
        assert response["WWW-Authenticate"].startswith('Bearer realm="Vitrine API", error=')
    ApiKey.objects.update(expires_at=timezone.now())
    assert get(secret).json()["code"] == "expired_key"
    ApiKey.objects.update(expires_at=None)
    revoke(key)
    assert (get(secret).status_code, get(secret).json()["code"]) == (401, "unknown_key")


def test_passwords_of_proxies_are_none_of_ours() -> None:
    response = Client().get(READ, headers={"authorization": "Basic YTpi"})
    assert response.status_code == 200


def test_a_secret_is_replaced_while_the_old_one_goes_on() -> None:
    key, old = make_key()
    new = rotate(key, overlap=timedelta(hours=1))
    assert {find_key(old), find_key(new)} == {key}
    rotate(key, overlap=timedelta())
    for ended in (old, new):
        with pytest.raises(KeyRefusedError):
            find_key(ended)


def test_its_last_use_is_written_once_a_minute(django_assert_num_queries) -> None:
    _key, secret = make_key()
    with django_assert_num_queries(2):
        find_key(secret)
    used = KeySecret.objects.get().used_at
    with django_assert_num_queries(1):
        find_key(secret)
    assert KeySecret.objects.get().used_at == used
    KeySecret.objects.update(used_at=used - timedelta(minutes=2))
    find_key(secret)
    assert KeySecret.objects.get().used_at >= used


def test_a_key_has_a_limit_of_its_own_and_shoppers_that_it_names_theirs(monkeypatch) -> None:
    from web import rate_limits

    monkeypatch.setitem(rate_limits.LIMITS, "api", rate_limits.Limit(2, 60))
    _key, secret = make_key(requests_per_minute=3)
    assert [get(secret).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert Client().get(READ).status_code == 200  # who has no key is counted apart
    _trusted, trusted = make_key(name="Front-end", forwards_shoppers=True, requests_per_minute=9)

    def shop_for(address: str) -> int:
        return get(trusted, **{"x-shopper-address": address}).status_code

    assert [shop_for("203.0.113.1") for _ in range(3)] == [200, 200, 429]
    assert shop_for("203.0.113.2") == 200
    assert shop_for("nonsense") == 400
    refused = get(make_key(name="other")[1], **{"x-shopper-address": "203.0.113.1"})
    assert (refused.status_code, refused.json()["code"]) == (403, "key_forwarding")
