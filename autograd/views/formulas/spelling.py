r"""How names are written in formulas: ``W1`` as W₁, ``theta`` as θ, ``loss`` upright, ``hidden.weight`` as a W.

What the user called a value may be any text; whatever has a meaning in TeX is escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: Without xi, which programs say for x_i.
_GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
#: Other ways in which programs write Greek letters; ``lambda`` itself is a word of Python's.
_ALSO_GREEK = {"lam": "lambda", "lmbda": "lambda", "lamda": "lambda", "eps": "epsilon"}
_LETTERS = {letter: name for name, letter in _GREEK.items()} | {"ξ": "xi"}
#: What a module calls a layer's parameters, and what a formula calls them.
_PARAMETERS = {"weight": "W", "bias": "b"}
_ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "tilde": "\N{COMBINING TILDE}"}
_SUBSCRIPTS = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_MACRON = "\N{COMBINING MACRON}"
#: The commonest names, such as v_12 and h_3.
_NUMBERED = re.compile(r"([^\W\d_]+)_(\d+)")
_TEX_ESCAPES = {
    "\\": r"\backslash ",
    "~": r"{\sim}",
    "^": r"{\wedge}",
    " ": r"\ ",
    "<": "{<}",
    ">": "{>}",
    "'": "{'}",
    "\n": r"\ ",
    **{character: f"\\{character}" for character in "{}$%&#_"},
}


@dataclass(frozen=True)
class Spelling:
    """A name taken apart: ``W_hat_1`` is the base ``W`` with the accent ``hat`` and the label ``1``.

    ``W1[0][2]`` is the base ``W`` with the label ``1`` and the entry ``0, 2``, in a lecture's notation w₀₂⁽¹⁾.
    """

    base: str
    accent: str | None = None
    labels: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str) -> Spelling:
        """Takes a name apart, if it looks like one.

        >>> Spelling.of("W1"), Spelling.of("layers[0].weight")
        (Spelling(base='W', accent=None, labels=('1',), entry=()), \
Spelling(base='W', accent=None, labels=('layers', '0'), entry=()))
        """
        plain = _NUMBERED.fullmatch(name)
        if plain is not None:
            return cls(plain[1], None, (plain[2],))
        parts = re.fullmatch(r"(\w+(?:(?:\.\w+|\[\d+\]|\['\w+'\])*(?:\.\w+|\['\w+'\]))?)((?:\[\d+\])*)", name)
        if parts is None:
            return cls(name)
        entry = tuple(re.findall(r"\d+", parts[2]))
        spelling = cls._of_path(parts[1])
        if not entry:
            return spelling
        if spelling.labels:
            return replace(spelling, entry=entry)
        return replace(spelling, labels=entry)

    @classmethod
    def _of_path(cls, name: str) -> Spelling:
        first, *path = re.findall(r"\w+", name)
        last = path[-1] if path and name.endswith(path[-1]) else None
        if last in _PARAMETERS:
            return cls(_PARAMETERS[last], None, (first, *path[:-1]))
        if last is not None and not last.isdigit():
            return _labelled(last, (first, *path[:-1]))
        if first.isdigit():
            return cls(name)
        return _labelled(first, tuple(path))

    @property
    def is_letter(self) -> bool:
        """Whether the base is a single letter, Latin or Greek."""
        return len(self.letter) == 1

    @property
    def letter(self) -> str:
        """The base with a Greek letter's name replaced by the letter."""
        return _GREEK.get(_ALSO_GREEK.get(self.base, self.base), self.base)


def _labelled(word: str, outer: tuple[str, ...]) -> Spelling:
    """A plain identifier such as ``x_train``, ``y_hat`` or ``h2``; ``outer`` are labels from the path to it."""
    base, *labels = [part for part in word.split("_") if part] or [word]
    digits = re.fullmatch(r"([^\W\d]+?)(\d+)", base)
    if digits:
        base, labels = digits[1], [digits[2], *labels]
    if len(Spelling(base).letter) > 1 and not all(label.isdigit() for label in labels):
        return Spelling(word, None, outer)
    accent = labels.pop(0) if labels and labels[0] in _ACCENTS and len(Spelling(base).letter) == 1 else None
    return Spelling(base, accent, (*outer, *labels))


class Speller:
    r"""Spells the names of one view, no two of them alike.

    >>> speller = Speller(["W1", "W_1", "loss"])
    >>> speller.tex("W1", bar=True), speller.tex("W_1"), speller.text("loss", bar=True)
    ('\\overline{W_{1}}', '\\mathrm{W\\_1}', 'loss_bar')
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._spellings: dict[str, Spelling] = {}
        self._taken: set[_Read] = set()
        self._letters: set[str] = set()
        for name in names:
            self._spell(name)

    def _spell(self, name: str) -> Spelling:
        spelling = self._spellings.get(name)
        if spelling is None:
            spelling = Spelling.of(name)
            read = _read(spelling)
            if read in self._taken:
                spelling = Spelling(name)
                while (read := _read(spelling)) in self._taken:
                    spelling = Spelling(name, None, (*spelling.labels, "2"))
            self._spellings[name] = spelling
            self._taken.add(read)
            self._letters.add(spelling.letter)
        return spelling

    def is_taken(self, letter: str) -> bool:
        """Whether a name is written with this letter, which then cannot have its usual meaning."""
        return letter in self._letters

    def has_labels(self, name: str) -> bool:
        """Whether the name ends in a subscript."""
        return bool(self._spell(name).labels)

    def is_entry(self, name: str) -> bool:
        """Whether the name is written with an upper label, as an entry of a list that has a label."""
        return bool(self._spell(name).entry)

    def tex(self, name: str, *, bar: bool = False, bold: bool = False) -> str:
        """The name in TeX, with a bar for its error signal, and bold for a vector."""
        spelling = self._spell(name)
        if not spelling.is_letter:
            written = f"\\{'mathbf' if bold else 'mathrm'}{{{escaped(spelling.base)}}}"
        elif spelling.letter in _LETTERS:
            command = f"\\{_LETTERS[spelling.letter]}"
            written = f"\\boldsymbol{{{command}}}" if bold else command
        else:
            letter = escaped(spelling.letter)
            written = f"\\mathbf{{{letter}}}" if bold else letter
        if spelling.accent:
            written = f"\\{spelling.accent}{{{written}}}"
        labels = ",".join(map(_tex_label, spelling.labels))
        if spelling.entry:
            written += f"^{{({labels})}}_{{{','.join(spelling.entry)}}}"
        elif labels:
            written += f"_{{{labels}}}"
        if bar:
            return f"\\bar{{{written}}}" if spelling.is_letter and not spelling.labels else f"\\overline{{{written}}}"
        return written

    def text(self, name: str, *, bar: bool = False) -> str:
        """The name in plain Unicode text, for a terminal."""
        spelling = self._spell(name)
        written = printable(spelling.letter)
        if spelling.accent:
            written += _ACCENTS[spelling.accent]
        if bar and spelling.is_letter:
            written += _MACRON
        written += _text_labels(spelling.labels)
        if spelling.entry:
            written += f"[{','.join(spelling.entry)}]"
        return unicodedata.normalize("NFC", written + ("_bar" if bar and not spelling.is_letter else ""))


#: What of a spelling can be told apart on the page.
_Read = tuple[str, str | None, tuple[str, ...], tuple[str, ...]]


def _read(spelling: Spelling) -> _Read:
    return spelling.letter, spelling.accent, spelling.labels, spelling.entry


def _tex_label(label: str) -> str:
    return label if label.isdigit() or len(label) == 1 else f"\\mathrm{{{escaped(label)}}}"


def _text_labels(labels: tuple[str, ...]) -> str:
    if len(labels) > 1 and all(label.isdigit() for label in labels):
        return f"[{','.join(labels)}]"
    return "".join(map(_text_label, labels[:1])) + "".join(f",{label}" for label in labels[1:])


def _text_label(label: str) -> str:
    subscript = label.translate(_SUBSCRIPTS)
    return subscript if label.isdigit() else f"_{label}"


def subscript(text: str) -> str | None:
    """The text in Unicode's subscript characters, or None where there are none for it.

    >>> subscript("i"), subscript("w")
    ('ᵢ', None)
    """
    if any(ord(character) not in _SUBSCRIPTS for character in text):
        return None
    return text.translate(_SUBSCRIPTS)


def escaped(text: str) -> str:
    r"""Any text as TeX shows it in math mode; HTML in it comes apart too.

    >>> print(escaped("a_b <img>"))
    a\_b\ {<}img{>}
    """
    return "".join(_TEX_ESCAPES.get(character, character) for character in printable(text))


def printable(text: str) -> str:
    """Any text as one line without control characters."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
