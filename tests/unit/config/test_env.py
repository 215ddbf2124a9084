from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR, VARIABLES, Environment, EnvironmentInvalidError, read_environment
from config.env.media_place import MediaPlace

SECRET = "k7" * 25
SERVERS = {
    "DATABASE_URL": "postgresql://shop:pw@db/shop",
    "REDIS_URL": "redis://broker",
    "CACHE_URL": "redis://cache",
    "SECRET_KEY": SECRET,
}


def problems(environ: dict[str, str]) -> str:
    with pytest.raises(EnvironmentInvalidError) as caught:
        read_environment(environ)
    return str(caught.value)


def test_the_environment_is_read_where_nothing_is_installed_yet() -> None:
    # -S: without any site-packages, so that every app's conf.py is met as the demo first meets it.
    ran = subprocess.run(
        [sys.executable, "-S", "-c", "from config.env import read_environment as r; r({})"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_environment({}) == Environment()


def test_an_empty_value_is_as_good_as_none() -> None:
    assert read_environment(dict.fromkeys(VARIABLES, " ")) == Environment()


def test_every_field_has_its_variable_and_every_variable_its_field() -> None:
    fields = (field.name for field in dataclasses.fields(Environment))
    assert sorted(v.field for v in VARIABLES.values()) == sorted({*fields} - {"knobs"})


def test_every_variable_is_read(tmp_path: Path) -> None:
    environ = {
        **SERVERS,
        "DATABASE_REPLICA_URLS": "postgresql://copy/shop",
        "VITRINE_DATA": str(tmp_path / "data"),
        "VITRINE_MEDIA_URL": "s3://shop-media",
        "VITRINE_WEIGHTS_DIR": str(tmp_path),
        "VITRINE_WEIGHTS_URL": "https://mirror.example/weights",
        "VITRINE_ENCODER": "vgg16*0.5+lab_color",
        "VITRINE_RATE_LIMITS": "off",
        "VITRINE_TRUSTED_PROXIES": "2",
        "VITRINE_HTTPS": "Yes",
        "VITRINE_LANGUAGE": "pt-br",
        "VITRINE_TIME_ZONE": "Europe/Berlin",
        "DEBUG": "1",
        "ALLOWED_HOSTS": "shop.example, .shop.example,",
        "CSRF_TRUSTED_ORIGINS": "https://shop.example,https://*.shop.example:8443",
    }
    assert environ.keys() == VARIABLES.keys()
    assert read_environment(environ) == Environment(
        data=tmp_path / "data",
        media=MediaPlace(bucket="shop-media"),
        database_url="postgresql://shop:pw@db/shop",
        database_replicas=["postgresql://copy/shop"],
        redis_url="redis://broker",
        cache_url="redis://cache",
        weights_dir=tmp_path,
        weights_url="https://mirror.example/weights",
        encoder="vgg16*0.5+lab_color",
        language="pt-br",
        time_zone="Europe/Berlin",
        rate_limits=False,
        trusted_proxies=2,
        https=True,
        secret_key=SECRET,
        debug=True,
        allowed_hosts=["shop.example", ".shop.example"],
        csrf_trusted_origins=["https://shop.example", "https://*.shop.example:8443"],
    )


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("VITRINE_LANGUAGE", "Deutsch", "must be a language code"),
        ("VITRINE_TIME_ZONE", "Europe/Nowhere", "must be a time zone"),
        ("VITRINE_CURRENCY", "€", "must be a code of three capitals"),
        ("DATABASE_URL", "mysql://shop@db/shop", "must start with postgresql:// or postgres://"),
        ("DATABASE_URL", "postgresql://[db/shop", "is not an address"),
        ("REDIS_URL", "broker:6379", "must start with redis:// or rediss:// or redis+socket://"),
        ("CACHE_URL", "memcached://cache", "must start with redis:// or rediss:// or unix://"),
        ("VITRINE_WEIGHTS_DIR", "/no/such/folder", "/no/such/folder is not a folder"),
        ("VITRINE_WEIGHTS_URL", "ftp://mirror.example", "must start with https:// or http://"),
        ("VITRINE_ENCODER", "ResNet 50", "must name encoders joined by +"),
        ("VITRINE_RATE_LIMITS", "of", "must be on or off"),
        ("VITRINE_TRUSTED_PROXIES", "-1", "must be a whole number from 0 to 99"),
        ("VITRINE_TRUSTED_PROXIES", "\u0661", "must be a whole number from 0 to 99"),
        ("VITRINE_HTTPS", "2", "must be on or off"),
        ("SECRET_KEY", "x" * 49, "must have at least 50 characters"),
        ("DEBUG", "production", "must be on or off"),
        ("ALLOWED_HOSTS", "https://shop.example", "must be host names"),
        ("CSRF_TRUSTED_ORIGINS", "shop.example", "must be origins"),
        ("CSRF_TRUSTED_ORIGINS", "https://shop.example/", "must be origins"),
        ("VITRINE_CORS_ORIGINS", "https://shop.example/front", "must be origins"),
        ("VITRINE_PUBLIC_URL", "shop.example", "must be an address"),
    ],
)
def test_nonsense_is_refused_by_name(variable, value, said) -> None:
    assert f"{variable}: {said}" in problems({variable: value})


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = problems({"DEBUG": "maybe", "VITRINE_HTTPS": "perhaps", "SECRET_KEY": "short"})
    assert all(name in said for name in ("DEBUG", "VITRINE_HTTPS", "SECRET_KEY"))


@pytest.mark.parametrize("variable", ["DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY"])
def test_no_secret_is_said(variable) -> None:
    said = problems({variable: "x://me:hunter2@[host"})
    assert variable in said
    assert "hunter2" not in said
    assert "host" not in said


def test_a_database_of_ones_own_needs_a_secret_key() -> None:
    assert "SECRET_KEY: must be set" in problems({**SERVERS, "SECRET_KEY": ""})


@pytest.mark.parametrize("missing", ["REDIS_URL", "CACHE_URL"])
def test_broker_and_cache_come_together_where_there_is_a_database(missing) -> None:
    assert "REDIS_URL, CACHE_URL: set both" in problems({**SERVERS, missing: ""})


def test_a_misspelt_setting_is_not_passed_over() -> None:
    assert "VITRINE_ENCODR: there is no such setting" in problems({"VITRINE_ENCODR": "hog"})


def test_what_the_tests_read_is_no_mistake() -> None:
    read_environment({"VITRINE_TEST_DATA": "/somewhere", "VITRINE_REQUIRE_ALL": "1"})


def test_a_path_may_begin_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_environment({"VITRINE_DATA": "~/shop"}).data == Path(tmp_path, "shop")
