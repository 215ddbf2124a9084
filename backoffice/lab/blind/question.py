"""The page of a blind test: the next question, or the result once it is closed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from backoffice.lab.permissions import may_judge, person
from backoffice.lab.sides.slot import small
from catalog.product_cards import read_cards
from evaluation.blind.models import BlindTest, BlindVote
from evaluation.blind.result import count_result
from evaluation.blind.vote import Sides, next_question, sides_of

QUESTION = "admin/evaluation/blindtest/question.html"
RESULT = "admin/evaluation/blindtest/result.html"


def show_test(request: HttpRequest, test: BlindTest) -> HttpResponse:
    """Nothing on the page of an open test tells whose answer is which, nor how it stands."""
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": str(test),
        "opts": BlindTest._meta,
        "test": test,
        "may_close": request.user.has_perm("evaluation.change_blindtest"),
    }
    if test.closed_at:
        return TemplateResponse(request, RESULT, {**context, "result": count_result(test)})
    own = BlindVote.objects.filter(question__test=test, user=person(request))
    context |= {"total": test.questions.count(), "answered": own.count()}
    judges = may_judge(request)
    context["may_judge"] = judges
    if judges and (sides := _sides(request, test)):
        context |= _shown(sides)
        last = own.filter(question__number__lt=sides.question.number).order_by("-question__number")
        context["previous"] = last.values_list("question__number", flat=True).first()
    return TemplateResponse(request, QUESTION, context)


def _sides(request: HttpRequest, test: BlindTest) -> Sides | None:
    """The question that the address names, to be answered anew, or the next one."""
    wanted = request.GET.get("question", "")
    if wanted.isdecimal() and len(wanted) < 5:
        question = test.questions.select_related("product").filter(number=int(wanted)).first()
        if question is not None:
            return sides_of(question, person(request))
    return next_question(test, person(request))


def _shown(sides: Sides) -> dict[str, Any]:
    wanted = [sides.question.product_id, *sides.left, *sides.right]
    cards = {card.pk: card for card in read_cards(wanted)}
    return {
        "question": sides.question,
        "asked": cards.get(sides.question.product_id),
        "asked_picture": small(cards[sides.question.product_id].cover),
        "left": [(cards[pk], small(cards[pk].cover)) for pk in sides.left if pk in cards],
        "right": [(cards[pk], small(cards[pk].cover)) for pk in sides.right if pk in cards],
    }
