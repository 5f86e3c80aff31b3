"""Derivatives, integrals, limits, sums and products.

May import `algebra` and below.
"""
