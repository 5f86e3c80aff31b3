"""Verdicts on lines: by themselves, against the problem, after the lines before.

May import everything but `answers` and `explanations`.
"""
