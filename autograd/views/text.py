"""What a user wrote as short text, made safe for where it is shown; numbers are in `numerals`."""

from __future__ import annotations

import html
import re

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def count(n: int, noun: str, plural: str | None = None) -> str:
    """How many there are of something.

    >>> count(1, "leaf", "leaves"), count(12_000, "operation")
    ('1 leaf', '12,000 operations')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def line(text: str, limit: int = 60) -> str:
    """A user's text on one line, shortened, with the characters marked that cannot be printed or that reorder
    text.

    >>> line("a\\tb\\x00"), line("loss_of_the_validation_set", 12)
    ('a b�', 'loss_of_the…')
    """
    text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def label(text: str) -> str:
    r"""Plain text for inside an HTML-like label of Graphviz.

    Graphviz replaces there, too, what begins with a backslash: \N would be the id of the node.

    >>> print(label(r'<img src=x> & "\N"'))
    &lt;img src=x&gt; &amp; &quot;\\N&quot;
    """
    return html.escape(text).replace("\\", "\\\\")


def tooltip(text: str) -> str:
    r"""Plain text of one or several lines for a tooltip of Graphviz.

    Graphviz reads HTML's entities in it, and backslashes twice.

    >>> print(tooltip("a\\n &lt;\nb"))
    a\\\\n &amp;lt;\nb
    """
    lines = (_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text) for text in text.split("\n"))
    return "\\n".join(text.replace("&", "&amp;").replace("\\", "\\" * 4) for text in lines)
