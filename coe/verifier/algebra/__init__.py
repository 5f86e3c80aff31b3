"""Polynomials, sets of real numbers, solution sets, systems, identities by rewriting.

May import `expressions`, `values` and `workers`.
"""
