"""SymPy in a killable process: the last resort of the verifier.

May import `expressions`.
"""
