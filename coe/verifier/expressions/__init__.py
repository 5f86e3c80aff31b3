"""Expressions and statements as plain data, and what is done with bare trees: no values yet.

Imports nothing else of the verifier.
"""
