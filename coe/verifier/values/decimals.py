"""Elementary functions of Decimals to the precision of the context: Taylor series after reduction.

Only methods of a context are used: operators would round to the precision of the thread. The arguments are
reduced with pi to 120 digits, so that 60 digits are right up to |x| = 10^9; beyond that there is no value.
"""

from __future__ import annotations

from decimal import Context, Decimal

PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"
    "328230664"
)
_LARGEST = Decimal(10) ** 9
_WORKING = 90


def _working() -> Context:
    return Context(prec=_WORKING, Emax=400, Emin=-400)


def sine_and_cosine(value: Decimal, context: Context) -> tuple[Decimal, Decimal] | None:
    """(sin x, cos x); None for |x| above 10^9."""
    if value.copy_abs() > _LARGEST:
        return None
    work = Context(prec=120, Emax=400, Emin=-400)
    quarter = work.divide(PI, Decimal(2))
    turns = (work.divide(value, quarter)).to_integral_value()
    rest = work.subtract(value, work.multiply(turns, quarter))
    sine, cosine = _taylor(rest)
    for _ in range(int(turns) % 4):
        sine, cosine = cosine, sine.copy_negate()
    return context.plus(sine), context.plus(cosine)


def _taylor(x: Decimal) -> tuple[Decimal, Decimal]:
    """For |x| <= pi/4 and a little more."""
    work = _working()
    square = work.multiply(x, x)
    sine, cosine = x, Decimal(1)
    term_s, term_c = x, Decimal(1)
    limit = Decimal(10) ** -_WORKING
    count = 1
    while term_c.copy_abs() > limit or term_s.copy_abs() > limit:
        term_c = work.divide(
            work.multiply(term_c.copy_negate(), square), Decimal((2 * count - 1) * (2 * count))
        )
        term_s = work.divide(
            work.multiply(term_s.copy_negate(), square), Decimal((2 * count) * (2 * count + 1))
        )
        sine, cosine = work.add(sine, term_s), work.add(cosine, term_c)
        count += 1
    return sine, cosine


def arctangent(value: Decimal, context: Context) -> Decimal:
    """atan x: halved five times by atan x = 2 atan(x / (1 + sqrt(1 + x^2))), then its series."""
    work = _working()
    if value < 0:
        return arctangent(value.copy_negate(), context).copy_negate()
    if value > 1:
        rest = arctangent(work.divide(Decimal(1), value), work)
        return context.subtract(work.divide(PI, Decimal(2)), rest)
    x = value
    for _ in range(5):
        root = work.sqrt(work.add(Decimal(1), work.multiply(x, x)))
        x = work.divide(x, work.add(Decimal(1), root))
    square = work.multiply(x, x)
    total, power, count = x, x, 1
    limit = Decimal(10) ** -_WORKING
    while power.copy_abs() > limit:
        power = work.multiply(power.copy_negate(), square)
        count += 2
        total = work.add(total, work.divide(power, Decimal(count)))
    return context.multiply(total, Decimal(32))


def arcsine(value: Decimal, context: Context) -> Decimal:
    """asin x for |x| <= 1."""
    work = _working()
    rest = work.subtract(Decimal(1), work.multiply(value, value))
    if rest <= 0:
        half = work.divide(PI, Decimal(2))
        return context.plus(half if value > 0 else half.copy_negate())
    return arctangent(work.divide(value, work.sqrt(rest)), context)
