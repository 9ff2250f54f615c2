"""TeX formulas as MathML, by the package latex2mathml; what it gets wrong is put right here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_TAG = f"{{{_NAMESPACE}}}"
_MACRON, _LONG_BAR = "\N{MACRON}", "\N{HORIZONTAL BAR}"
#: Where Unicode has the bold letters of mathematics: for the first and the last of a stretch of plain characters.
_BOLD = (("A", "Z", 0x1D400), ("a", "z", 0x1D41A), ("0", "9", 0x1D7CE))
_BOLD_ITALIC = (("Α", "Ω", 0x1D71C), ("α", "ω", 0x1D736))
_BOLD_ITALIC_VARIANTS = {"ϑ": "𝝑", "ϵ": "𝝐", "ϕ": "𝝓", "ϱ": "𝝔"}
#: What it does not know, and what comes to the same: its ``\operatorname`` knows no escapes, and its ``\mathrm`` does.
#: And it takes a bracket at the beginning of cases for an option.
_IN_ITS_WORDS = (
    (r"\operatorname{", r"\mathrm{"),
    ("{aligned}", "{align*}"),
    (r"\begin{cases} [", r"\begin{cases} {}["),
)


@lru_cache(maxsize=10_000)
def mathml(tex: str, *, block: bool = False) -> str:
    r"""A ``<math>`` element, which browsers typeset themselves, for a formula in TeX as `tex` writes it.

    Parameters
    ----------
    tex
        The formula, without dollar signs.
    block
        Whether it is set as in a line of its own, with room for sums and fractions.

    Raises
    ------
    ImportError
        Where latex2mathml is not installed; the message says how to install it.

    Examples
    --------
    >>> mathml(r"\bar{z}\,\mathbf{x}^{\top}")
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mover accent="true"><mi>z</mi><mo...
    """
    try:
        from latex2mathml import converter
    except ImportError as error:
        raise ImportError(
            "MathML is made by the package latex2mathml, which is not installed\n"
            "  Hint: pip install 'overbar[view]', or use .tex and .text"
        ) from error
    for unknown, known in _IN_ITS_WORDS:
        tex = tex.replace(unknown, known)
    root = ElementTree.fromstring(converter.convert(tex, display="block" if block else "inline"))
    root.attrib.clear()
    if block:
        # The attribute display="block" would set it in the middle as well.
        root.set("displaystyle", "true")
    _mend(root)
    ElementTree.register_namespace("", _NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def _mend(element: Element) -> None:
    tag = element.tag.removeprefix(_TAG)
    if tag == "mrow" and _is_word(element):
        _make_word(element)
        return
    for child in element:
        _mend(child)
    _unwrap(element)
    if tag in ("mi", "mn") and element.get("mathvariant"):
        _embolden(element)
    elif tag == "mo" and len(element.text or "") > 1:
        # A function's name is no operator, around which there would be space.
        element.tag = f"{_TAG}mi"
    elif tag == "mover":
        _mend_accent(element)
    elif tag == "mtext" and element.text:
        element.text = element.text.replace(" ", "\N{NO-BREAK SPACE}")
    elif tag == "mtd":
        # The attribute columnalign is not part of MathML Core.
        element.set("style", f"text-align: {element.attrib.pop('columnalign', 'left')}")


def _is_word(row: Element) -> bool:
    r"""Whether a row came from ``\mathrm`` or ``\mathbf``: an element for each letter, which browsers set far apart."""
    return any(child.get("mathvariant") in ("normal", "bold") for child in row)


def _make_word(row: Element) -> None:
    bold = any(child.get("mathvariant") == "bold" for child in row)
    text = "".join(row.itertext())
    for child in list(row):
        row.remove(child)
    row.tag = f"{_TAG}mn" if text.isdigit() else f"{_TAG}mi"
    row.text = _mapped(text, _BOLD) if bold else text
    if len(text) == 1 and not bold:
        row.set("mathvariant", "normal")


def _embolden(element: Element) -> None:
    """Bold by its own characters: browsers have given up the attribute for it."""
    variant, text = element.get("mathvariant"), element.text or ""
    if variant == "normal":
        return
    del element.attrib["mathvariant"]
    if variant == "bold-italic":
        element.text = "".join(_BOLD_ITALIC_VARIANTS.get(letter) or _mapped(letter, _BOLD_ITALIC) for letter in text)
    else:
        element.text = _mapped(text, _BOLD)


def _mapped(text: str, stretches: Iterable[tuple[str, str, int]]) -> str:
    for first, last, place in stretches:
        text = "".join(chr(place + ord(letter) - ord(first)) if first <= letter <= last else letter for letter in text)
    return text


def _mend_accent(over: Element) -> None:
    """A bar that does not touch what it is over, and is about as long; any other accent close to its letter."""
    over.set("accent", "true")
    base, mark = over
    mark.attrib.clear()
    mark.set("stretchy", "false")
    if mark.text in (_MACRON, _LONG_BAR):
        # Few fonts have bars of any length.
        wide = sum(_width(part) for part in base.iter() if part.text)
        mark.text = _MACRON if wide <= 1 else _LONG_BAR * max(1, round(wide / 2))
        mark.set("style", "padding-bottom: 0.1em")


def _width(part: Element) -> int:
    """How many letters an element shows; an accent takes no room of its own."""
    return 0 if part.tag == f"{_TAG}mo" else len(part.text or "")


def _unwrap(row: Element) -> None:
    """Puts in the place of a row of one element that element."""
    for place, child in enumerate(row):
        if child.tag == f"{_TAG}mrow" and len(child) == 1:
            row[place] = child[0]
