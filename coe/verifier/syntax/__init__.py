"""The text of one expression to its tree, and back.

May import `expressions` and `values`.
"""
