"""Bounds that hold before anything is built, so that no text can make the verifier hang or crash.

Every bound is far above what school mathematics needs. Text over a bound is refused, never cut.
"""

from __future__ import annotations

MAX_CHARS = 2000
"""Characters of one line."""

MAX_TOKENS = 500
"""Tokens of one line."""

MAX_OPERATORS = 150
"""Operators of one side of a line: the depth of left-leaning sums and products, for readers that recurse."""

MAX_DEPTH = 60
"""Nesting of brackets, signs, powers and functions."""

MAX_DIGITS = 400
"""Digits of one number literal, and of its exponent's value in scientific notation."""

MAX_BITS = 14_000
"""Bits of numerator or denominator of any computed value; Python writes no number of more than 14,285."""

MAX_FACTORIAL = 1_500
"""Largest argument of a factorial; 1500! has about 13,700 bits."""

WORKER_SECONDS = 0.25
"""Default limit of one question to the symbolic worker, in seconds of its processor time."""

WORKER_PATIENCE = 40
"""How many times its limit a question may take on the clock: other work on the machine decides no verdict."""
