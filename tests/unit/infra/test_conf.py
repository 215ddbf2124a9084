"""Settings of the apps: typed, with bounds, and loud on nonsense."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.conf import settings

from config.env import KNOBS, EnvironmentInvalidError, read_environment
from infra.conf import Knob, knobs_of, show


class AppConf:
    WIDTHS: Knob[tuple[int, ...]] = Knob((160, 480), unit="px", help="Widths.", at_least=16)
    SHARE = Knob(0.5, unit="share", help="A share.", at_least=0, at_most=1)
    PRICE = Knob(Decimal("9.90"), unit="", help="A price.")
    WORD = Knob("EUR", unit="", help="A word.")
    SWITCH = Knob(True, unit="", help="A switch.")


conf = AppConf()


def test_the_default_holds_until_a_setting_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert conf.WIDTHS == (160, 480)
    monkeypatch.setattr(settings, "VITRINE_WIDTHS", (320,), raising=False)
    assert conf.WIDTHS == (320,)  # type: ignore[comparison-overlap]  # known by its default


def test_what_an_app_offers_can_be_listed() -> None:
    assert [knob.name for knob in knobs_of(conf)] == [
        *("VITRINE_WIDTHS", "VITRINE_SHARE", "VITRINE_PRICE", "VITRINE_WORD", "VITRINE_SWITCH"),
    ]


@pytest.mark.parametrize(
    ("knob", "raw", "value"),
    [
        (AppConf.WIDTHS, "320, 640", (320, 640)),
        (AppConf.SHARE, "0.25", 0.25),
        (AppConf.PRICE, "10", Decimal(10)),
        (AppConf.WORD, "CHF", "CHF"),
        (AppConf.SWITCH, "Off", False),
    ],
)
def test_a_text_is_read_by_the_defaults_type(knob, raw, value) -> None:
    assert knob.parse(raw) == value
    assert type(knob.parse(raw)) is type(value)
    assert knob.parse(show(knob.default)) == knob.default


@pytest.mark.parametrize(
    ("knob", "raw", "sentence"),
    [
        (AppConf.WIDTHS, "320,", "whole number"),
        (AppConf.WIDTHS, "320,8", "16 or more"),
        (AppConf.SHARE, "nan", "must be a number"),
        (AppConf.SHARE, "1.1", "1 or less"),
        (AppConf.SHARE, "1_0", "must be a number"),
        (AppConf.SWITCH, "perhaps", "on or off"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(knob, raw, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        knob.parse(raw)


def test_the_environment_sets_them_and_names_each_that_is_wrong() -> None:
    assert read_environment({"VITRINE_PAGE_SIZE": "12"}).knobs == {"VITRINE_PAGE_SIZE": 12}
    with pytest.raises(EnvironmentInvalidError, match="VITRINE_PAGE_SIZE: must be 1 or more"):
        read_environment({"VITRINE_PAGE_SIZE": "0"})


def test_every_default_makes_sense_itself() -> None:
    assert KNOBS
    for knob in KNOBS.values():
        assert knob.parse(show(knob.default)) == knob.default, knob.name
