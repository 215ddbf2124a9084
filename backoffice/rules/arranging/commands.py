"""What each button of the page does to the draft; nothing is saved by any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import QueryDict

from recommendations.arranging.draft import Change, Draft
from recommendations.models import DEFAULT_STRENGTH, Rule

_MOST_POINTS = 100
_LAST_PLACE = 32_767


def carry_out(command: str, draft: Draft, sent: QueryDict) -> Draft:
    """The draft after a button was pressed: `command` is its value, such as `pin:12:3`.

    What no button of the page sends leaves the draft as it is.
    """
    name, _colon, rest = command.partition(":")
    numbers = [int(part) for part in rest.split(":") if part.isdecimal() and len(part) < 19]
    if name == "discard":
        return Draft(draft.beside)
    if name not in _COMMANDS or not numbers or numbers[0] == draft.beside.pk:
        return draft
    if name == "pin" and len(numbers) == 1:
        typed = sent.get(f"place-{numbers[0]}", "")
        numbers.append(int(typed) if typed.isdecimal() and len(typed) < 6 else 0)
    return _COMMANDS[name](draft, *numbers[:2])


def _pin(draft: Draft, product_id: int, place: int) -> Draft:
    if not 1 <= place <= _LAST_PLACE:
        return draft
    change = replace(draft.change_of(product_id), kind=Rule.Kind.PIN, position=place)
    return draft.with_change(change)


def _hide(draft: Draft, product_id: int, *_rest: int) -> Draft:
    return draft.with_change(replace(draft.change_of(product_id), kind=Rule.Kind.HIDE))


def _push(kind: str) -> Callable[..., Draft]:
    """Boost or bury; pressed again, by more points."""

    def push(draft: Draft, product_id: int, *_rest: int) -> Draft:
        change = draft.change_of(product_id)
        points = change.strength + DEFAULT_STRENGTH if change.kind == kind else DEFAULT_STRENGTH
        change = replace(change, kind=kind, strength=min(points, _MOST_POINTS))
        return draft.with_change(change)

    return push


def _lift(draft: Draft, product_id: int, *_rest: int) -> Draft:
    """No rule of its own any more; where none was saved, there is then nothing to save."""
    if product_id in draft.standing:
        seen = draft.change_of(product_id).seen
        return draft.with_change(Change(product_id=product_id, seen=seen))
    return draft.without(product_id)


def _drop(draft: Draft, product_id: int, *_rest: int) -> Draft:
    return draft.without(product_id)


def _replace(draft: Draft, rule_id: int, *_rest: int) -> Draft:
    return replace(draft, replaced=draft.replaced | {rule_id})


def _keep(draft: Draft, rule_id: int, *_rest: int) -> Draft:
    return replace(draft, replaced=draft.replaced - {rule_id})


def _shift(draft: Draft, rule_id: int, *_rest: int) -> Draft:
    """Move a saved pin one place on, to make room."""
    for product_id, rules in draft.standing.items():
        if any(rule.pk == rule_id and rule.position for rule in rules):
            change = draft.change_of(product_id)
            return draft.with_change(replace(change, position=(change.position or 0) + 1))
    return draft


_COMMANDS: dict[str, Callable[..., Draft]] = {
    "pin": _pin,
    "hide": _hide,
    "boost": _push(Rule.Kind.BOOST),
    "bury": _push(Rule.Kind.BURY),
    "lift": _lift,
    "drop": _drop,
    "replace": _replace,
    "keep": _keep,
    "shift": _shift,
}
