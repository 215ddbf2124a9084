"""Typed settings: what a shop may turn stands in each app's `conf.py`, with unit and default.

    class CatalogConf:
        MAX_PICTURE_MEGAPIXELS = Knob(25, unit="megapixels", help="The largest picture.")

    conf = CatalogConf()

`conf.MAX_PICTURE_MEGAPIXELS` is the Django setting `VITRINE_MAX_PICTURE_MEGAPIXELS` where there is
one, else the default. The environment variable of that name sets it (config/env/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, Self, TypeVar, overload

PREFIX = "VITRINE_"

T = TypeVar("T", bound=bool | int | float | Decimal | str | tuple[int, ...] | None)

_TRUE = {"1", "on", "true", "yes"}
_FALSE = {"0", "off", "false", "no"}


class Knob(Generic[T]):
    """One setting of an app: its default, its unit, what it does, and which values make sense."""

    def __init__(
        self,
        default: T,
        *,
        unit: str,
        help: str,
        at_least: float | None = None,
        at_most: float | None = None,
        check: Callable[[T], None] = lambda value: None,
        like: T | None = None,
    ) -> None:
        """`check` raises ValueError, with a sentence, for a value that makes no sense.

        Where the default is None, said as `unset`, `like` is a value of the type that it has.
        """
        self.default, self.unit, self.help = default, unit, help
        self.at_least, self.at_most, self._check = at_least, at_most, check
        self._like = default if like is None else like
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = PREFIX + name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> T | Self:
        if instance is None:
            return self
        # Imported late: the environment is read, and checked, where Django is not installed yet.
        from django.conf import settings

        return getattr(settings, self.name, self.default)

    def parse(self, raw: str) -> T:
        """Read what an environment variable says; raises ValueError with a sentence."""
        if self.default is None and raw == show(None):
            return self.default
        value: T = _convert(raw, self._like)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, int | float | Decimal) and not isinstance(each, bool):
                self._check_bounds(each)
        self._check(value)
        return value

    def _check_bounds(self, value: float | Decimal) -> None:
        if self.at_least is not None and value < self.at_least:
            raise ValueError(f"must be {self.at_least:g} or more")
        if self.at_most is not None and value > self.at_most:
            raise ValueError(f"must be {self.at_most:g} or less")


def knobs_of(conf: object) -> Iterator[Knob[Any]]:
    """The settings that an app's `conf` object names, in the order in which they stand there."""
    for value in vars(type(conf)).values():
        if isinstance(value, Knob):
            yield value


def parse_switch(raw: str) -> bool:
    """Read on or off; raises ValueError."""
    if raw.lower() in _TRUE:
        return True
    if raw.lower() in _FALSE:
        return False
    raise ValueError("must be on or off")


def show(value: object) -> str:
    """A value as an environment variable would say it."""
    if value is None:
        return "unset"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ",".join(map(show, value))
    return str(value)


def _convert(raw: str, default: Any) -> Any:
    # By the default's own type: bool before int, of which it is one.
    if isinstance(default, bool):
        return parse_switch(raw)
    if isinstance(default, int):
        return _whole(raw)
    if isinstance(default, float | Decimal):
        return type(default)(_number(raw))
    if isinstance(default, tuple):
        return tuple(_whole(part.strip()) for part in raw.split(","))
    return raw


def _whole(raw: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,12}", raw):
        raise ValueError("must be a whole number")
    return int(raw)


def _number(raw: str) -> Decimal:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        raise ValueError("must be a number") from None
    if not value.is_finite() or "_" in raw:
        raise ValueError("must be a number")
    return value
