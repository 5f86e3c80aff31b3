"""Prime factorisation, whether a number is prime, and how many divisors it has.

The smallest prime factor is split off a line at a time; a prime is shown to be one by the remainders that the
primes up to its root leave.
"""

from __future__ import annotations

from collections import Counter
from math import prod
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.phrasing import phrase

_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
_REACH = (4, 5, 6, 8, 10)
_MOST = (60, 150, 500, 2500, 20_000)

_FACTORISE = (
    "Write {n} as a product of prime factors", "Write {n} as a product of its prime factors",
    "Find the prime factorization of {n}", "What is the prime factorisation of {n}?",
    "Express {n} as a product of prime factors", "Express {n} as a product of its prime factors",
    "Write {n} as a product of prime numbers", "Factorise {n} into primes",
    "Factorize {n} into prime factors", "Prime factorise {n}", "Determine the prime factorization of {n}",
    "Work out the prime factorisation of {n}", "Factorise {n} into its prime factors",
    "Express {n} as a product of prime numbers",
)  # fmt: skip
_IS_PRIME = (
    "Is {n} prime?", "Is {n} a prime number?", "Decide whether {n} is prime",
    "Determine whether {n} is a prime number", "Check whether {n} is prime", "Is {n} a prime?",
    "Determine if {n} is prime", "Check if {n} is a prime number",
)  # fmt: skip
_HOW_MANY = (
    "How many divisors does {n} have?", "How many factors does {n} have?",
    "How many positive divisors does {n} have?", "Find the number of divisors of {n}",
    "What is the number of factors of {n}?", "How many different factors does {n} have?",
    "Determine the number of positive divisors of {n}", "How many positive factors does {n} have?",
    "How many different divisors does {n} have?", "Calculate the number of factors of {n}",
    "Work out the number of divisors of {n}",
)  # fmt: skip


def _factors(n: int) -> list[int]:
    found = []
    for p in _PRIMES:
        while n % p == 0:
            found.append(p)
            n //= p
    return [*found, n] if n > 1 else found


def _composite(rng: Random, difficulty: int, scale: int) -> list[int]:
    """The prime factors of a number that is not too large, in order; at least two."""
    most = _MOST[difficulty - 1] ** scale
    while True:
        reach = _PRIMES[: _REACH[difficulty - 1]]
        factors = rng.choices(reach, [1 / p for p in reach], k=rng.randint(2, 5 * scale))
        if most // 20 <= prod(factors) <= most:
            return sorted(factors)


def _powers(factors: list[int]) -> str:
    return " * ".join(f"{p}^{k}" if k > 1 else str(p) for p, k in Counter(factors).items())


def _split_off(factors: list[int]) -> list[str]:
    """ "84 = 2 * {84 / 2}", "84 = 2 * 2 * {42 / 2}", ...: one prime factor a line."""
    lines, rest, n = [], prod(factors), prod(factors)
    for at, p in enumerate(factors[:-1]):
        done = " * ".join(map(str, factors[: at + 1]))
        lines.append(f"{n} = {done} * {{{rest} / {p}}}")
        rest //= p
    return lines


def _factorise(rng: Random, difficulty: int, scale: int) -> Worked:
    factors = _composite(rng, difficulty, scale)
    answer = _powers(factors)
    lines = _split_off(factors)
    if len(set(factors)) < len(factors):
        lines.append(f"{prod(factors)} = {answer}")
    return Worked(phrase(rng, _FACTORISE, n=str(prod(factors))), tuple(lines), answer)


def _divisors(rng: Random, difficulty: int, scale: int) -> Worked:
    factors = _composite(rng, difficulty, scale)
    counts = Counter(factors)
    working = " * ".join(f"({k} + 1)" for k in counts.values())
    lines = _split_off(factors)
    if len(counts) < len(factors):
        lines.append(f"{prod(factors)} = {_powers(factors)}")
    lines.append(f"divisors = {working} = {{{working}}}")
    return Worked(
        phrase(rng, _HOW_MANY, n=str(prod(factors))), tuple(lines), str(prod(k + 1 for k in counts.values()))
    )


def _is_prime(rng: Random, difficulty: int, scale: int) -> Worked:
    """One line a prime up to the root, or the first that divides."""
    most = (50, 120, 160, 280, 350)[difficulty - 1]
    n = rng.randint(11, most) | 1
    lines = []
    for p in _PRIMES:
        if p * p > n:
            lines.append("yes")
            break
        if n % p == 0:
            lines += [f"{n} = {p} * {{{n} / {p}}}", "no"]
            break
        lines.append(f"{n} = {p} * {n // p} + {{{n} - {p} * {n // p}}}")
    return Worked(phrase(rng, _IS_PRIME, n=str(n)), tuple(lines), lines[-1])


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    kind = rng.random()
    if kind < 0.25 and scale == 1:
        return _is_prime(rng, difficulty, scale)
    return (_factorise if kind < 0.7 else _divisors)(rng, difficulty, scale)


FAMILY = Family("primes", True, _build, chosen=True)
