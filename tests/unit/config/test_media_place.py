"""Where pictures lie, as the environment says it."""

from __future__ import annotations

import importlib.util

import pytest

from config.env import EnvironmentInvalidError, read_environment
from config.env.media_place import MediaPlace, read_media_url

KEYS = {"AWS_ACCESS_KEY_ID": "shop", "AWS_SECRET_ACCESS_KEY": "k" * 40}


def test_a_bucket_is_named_with_its_prefix_and_its_server() -> None:
    assert read_media_url("s3://shop-media") == MediaPlace(bucket="shop-media")
    asked = "s3://shop.media/live/1/?endpoint=http://10.0.0.2:9000&region=eu-central-1"
    assert read_media_url(asked).options == {
        "bucket_name": "shop.media",
        "location": "live/1",
        "endpoint_url": "http://10.0.0.2:9000",
        "region_name": "eu-central-1",
    }


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("https://shop-media.s3.example", "must start with s3://"),
        ("s3://", "must name a bucket"),
        ("s3://Shop_Media", "must name a bucket"),
        ("s3://key:secret@shop-media", "must hold no keys"),
        ("s3://shop-media/../other", "its prefix may have"),
        ("s3://shop-media?endpont=https://s3.example", "and not endpont"),
        ("s3://shop-media?endpoint=s3.example", "its endpoint must be"),
        ("s3://shop-media?endpoint=https://key@s3.example", "its endpoint must be"),
        ("s3://shop-media?region=Frankfurt", "its region must be"),
        ("s3://shop-media?region", "must end in"),
    ],
)
def test_nonsense_is_refused_without_repeating_it(raw: str, why: str) -> None:
    with pytest.raises(EnvironmentInvalidError, match="VITRINE_MEDIA_URL") as caught:
        read_environment({"VITRINE_MEDIA_URL": raw})
    assert why in str(caught.value)
    assert "secret" not in str(caught.value)


def test_half_a_key_is_none() -> None:
    place = {"VITRINE_MEDIA_URL": "s3://shop-media"}
    assert read_environment({**place, **KEYS}).media == MediaPlace(bucket="shop-media")
    for name, value in KEYS.items():
        with pytest.raises(EnvironmentInvalidError, match="set both, or neither"):
            read_environment({**place, name: value})
        assert read_environment({name: value}).media is None, "no bucket, no business of ours"


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"storages, boto3.*pip install -r requirements-s3\.txt"):
        read_media_url("s3://shop-media")
