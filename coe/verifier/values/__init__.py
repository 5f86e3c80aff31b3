"""What expressions are worth: exact rationals, 60 digits, residues, surds, floats; whether two are the same.

May import `expressions`; `of_calculus.py` alone asks `calculus`.
"""
