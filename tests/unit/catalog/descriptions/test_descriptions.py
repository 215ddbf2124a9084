"""Descriptions in HTML: what is shown of them, and what is not."""

from __future__ import annotations

import pytest

from catalog.descriptions.plain_text import one_line, plain_text
from catalog.descriptions.safe_html import safe_html


@pytest.mark.parametrize(
    ("written", "shown", "text"),
    [
        (
            "<p>Lamp <b>nice</b></p><ul><li>oak</li><li>E27</li></ul>",
            "<p>Lamp <b>nice</b></p><ul><li>oak</li><li>E27</li></ul>",
            "Lamp nice\noak\nE27",
        ),
        ("Two\nlines", "<p>Two<br>lines</p>", "Two\nlines"),
        ("5 < 6 & <3 > 2", "<p>5 &lt; 6 &amp; &lt;3 &gt; 2</p>", "5 < 6 & <3 > 2"),
        ("<50 cm>", "<p>&lt;50 cm&gt;</p>", "<50 cm>"),
        ("Salt &amp; pepper", "<p>Salt &amp; pepper</p>", "Salt & pepper"),
        ("A <b>bold</b> word\nin lines", "<p>A <b>bold</b> word<br>in lines</p>", None),
        ("<H1 class=x>Big</H1><p>&nbsp;</p>", "<h3>Big</h3>", "Big"),
        ("&lt;p&gt;Twice&lt;/p&gt;", "<p>Twice</p>", "Twice"),
        ("<p>open <b>never closed", "<p>open <b>never closed</b></p>", "open never closed"),
        ("<table><tr><td>Width<td>5 cm</table>", None, "Width 5 cm"),
        ('<span style="color:red">red</span>', "<p>red</p>", "red"),
        ("", "", ""),
    ],
)
def test_what_is_shown(written: str, shown: str | None, text: str | None) -> None:
    if shown is not None:
        assert safe_html(written) == shown
    if text is not None:
        assert plain_text(written) == text


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" java&#10;script:alert(1)">x</a>',
        "<svg onload=alert(1)><p>x</p></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<style>@import 'x'; alert(1)</style>",
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;x&lt;/p&gt;",
        "<math><mtext></form><form><mglyph><style></style></math><img src onerror=alert(1)></form>",
        "<form action=//evil.example><input name=alert(1)></form>",
        "<p>&#60;script&#62;alert(1)&#60;/script&#62;</p>",
    ],
)
def test_nothing_that_acts_gets_through(evil: str) -> None:
    shown = safe_html(f"<p>kept</p>{evil}")
    assert "kept" in shown
    for bad in ("<script", "onclick", "onerror", "javascript:", "<img", "<svg", "<iframe", "<form"):
        assert bad not in shown.lower()
    assert "<style" not in shown.lower()


def test_links_say_nothing_of_where_they_were() -> None:
    shown = safe_html('<a href="https://example.com/care" target=_top>Care</a>')
    assert 'href="https://example.com/care"' in shown
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert "target" not in shown


def test_previews_have_one_line() -> None:
    assert one_line("<p>One</p>\n<p>two &amp;\nthree</p>") == "One two & three"
