"""Unicode to the ASCII that the lexer reads, sign by sign and on purpose.

Superscripts become powers, vulgar fractions bracketed quotients, dashes minus signs, Greek letters
their names. Letters of other scripts stay (they are prose). Hidden characters are refused, because
they make a line look like another one.
"""

from __future__ import annotations

import re
import unicodedata

from coe.verifier.syntax.lexer import ParseFailure

_SIGNS = {
    "−": "-", "–": "-", "‒": "-", "‐": "-", "‑": "-", "―": "-", "×": "*", "∗": "*", "⋅": "*", "·": "*",
    "•": "*", "∙": "*", "✕": "*", "÷": "/", "∕": "/", "⁄": "/", "≥": ">=", "⩾": ">=", "≤": "<=",
    "⩽": "<=", "≠": "!=", "≅": "≈", "≃": "≈", "≡": "=", "＝": "=", "√": " sqrt ", "∛": " cbrt ",
    "π": " pi ", "∞": " oo ", "±": " +/- ", "∓": " +/- ", "⇒": "=>", "⟹": "=>", "→": "->", "⟶": "->",
    "⇔": "<=>", "⟺": "<=>", "∴": "=>", "∵": " because ", "…": "...", "°": " degrees ", "’": "'",
    "‘": "'", "′": "'", "“": '"', "”": '"', "″": '"', "∣": "|", "∅": " no solution ",
    "ℝ": " all real numbers ", "✓": " ", "✔": " ", "✅": " ", "\u2061": "", "\u2062": "*", "€": "$",
    "£": "$", "¥": "$",
}  # fmt: skip
_GREEK_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma",
    "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega", "phi", "epsilon",
)  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξρστυφχψωΓΔΘΛΣΦΨΩϕϵ",
        _GREEK_NAMES,
        strict=True,
    )
)
_TABLE = str.maketrans(
    {
        **_SIGNS,
        **{letter: f" {name} " for letter, name in _GREEK.items()},
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys(
            "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
    }
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ⁽⁾", "0123456789+-n()")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ⁽⁾]+")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SUBSCRIPT = re.compile("([A-Za-z])([₀₁₂₃₄₅₆₇₈₉]+)")
_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5",
    "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
    "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_FRACTION = re.compile(rf"(?:(?<!\d)(\d{{1,12}}) ?)?([{''.join(_VULGAR)}])")
_LONG_DASH = re.compile(r"—(?=\s*[A-Za-z]{2})")
_HIDDEN = frozenset({"Cf", "Cc", "Co", "Cs", "Cn"})


def normalise(text: str) -> str:
    """`text` with every sign that has an ASCII meaning replaced by it.

    Raises:
        ParseFailure: a hidden character.
    """
    for character in set(text):
        if unicodedata.category(character) in _HIDDEN and character not in "\t\n\r\u2061\u2062":
            raise ParseFailure("hidden character")
    text = _SUPERSCRIPT.sub(_power, text)
    text = _SUBSCRIPT.sub(lambda match: f"{match[1]}_{match[2].translate(_SUBSCRIPTS)}", text)
    text = _FRACTION.sub(_fraction, text)
    # A long dash before a word is punctuation, otherwise it stands for minus.
    text = _LONG_DASH.sub(" ; ", text).replace("—", "-")
    return text.translate(_TABLE)


def _power(match: re.Match[str]) -> str:
    exponent = match[0].translate(_SUPERSCRIPTS)
    return f"^{exponent}" if exponent.isalnum() else f"^({exponent})"


def _fraction(match: re.Match[str]) -> str:
    fraction = _VULGAR[match[2]]
    return f"({match[1]} {fraction})" if match[1] else f"({fraction})"
