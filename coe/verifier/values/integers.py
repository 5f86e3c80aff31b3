"""Whole numbers: primes, factors, divisors and digits, for numbers that school problems state."""

from __future__ import annotations

from math import isqrt

LARGEST = 10**12
"""Numbers above are not factored: trial division up to the square root takes a few milliseconds below."""


def is_prime(number: int) -> bool:
    """Whether the number is prime: Miller-Rabin to the first twelve prime bases, exact below 3.3 * 10^24."""
    if number < 2:
        return False
    odd, shift = number - 1, 0
    while odd % 2 == 0:
        odd //= 2
        shift += 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if number == base:
            return True
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(shift - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def prime_powers(number: int) -> dict[int, int]:
    """The exponent of every prime in a number from 1 to LARGEST.

    Raises:
        ValueError: the number is out of this range.
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is not from 1 to {LARGEST}")
    found: dict[int, int] = {}
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            found[divisor] = found.get(divisor, 0) + 1
            number //= divisor
        divisor += 1 if divisor == 2 else 2
        if divisor > 1000 and is_prime(number):
            break
    if number > 1:
        found[number] = found.get(number, 0) + 1
    return found


def divisors(number: int) -> list[int]:
    """Every positive divisor, in order; for numbers from 1 to LARGEST."""
    found = [1]
    for prime, exponent in prime_powers(number).items():
        found = [value * prime**power for value in found for power in range(exponent + 1)]
    return sorted(found)


def is_square(number: int) -> bool:
    """Whether the number is the square of a whole number."""
    return number >= 0 and isqrt(number) ** 2 == number


def digits(number: int, base: int) -> str:
    """A whole number from 0 on, written in a base from 2 to 10."""
    written = ""
    while True:
        number, digit = divmod(number, base)
        written = str(digit) + written
        if not number:
            return written
