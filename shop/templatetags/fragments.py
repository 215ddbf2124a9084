"""Parts of pages that are the same on thousands of them, drawn once.

Menu, search field and footer are most of what a template of a page has to do, and say the same to
everybody who reads a language. Unlike Django's `{% cache %}` this costs neither a server nor a
copy: what is kept are strings in the process.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from infra.process_state import PerProcess

MOST = 1_000
"""Parts kept at once, of some 2 kB; one more, and all of them are drawn anew."""

register = template.Library()
_drawn = PerProcess[dict[tuple[object, ...], SafeString]](dict)


class KeptNode(template.Node):
    def __init__(self, name: str, values: Sequence[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context: Context) -> SafeString:
        """The part as it was drawn for the same values, or now."""
        values = (each.resolve(context, ignore_failures=True) for each in self.values)
        key = (self.name, get_language(), get_script_prefix(), *values)
        known = _drawn.get()
        html = known.get(key)
        if html is None:
            html = self.nodelist.render(context)
            if len(known) >= MOST:
                known.clear()
            known[key] = html
        return html


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "footer" tree.version %}…{% endkept %}`, drawn once for each language and value.

    All that it shows must follow from these; of the visitor and the request nothing may stand in
    it. The name is its own among all templates.
    """
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, [parser.compile_filter(each) for each in values], nodelist)
