"""Verdicts in words, for people.

May import everything.
"""
