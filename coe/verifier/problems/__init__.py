"""What a problem asks, from its own words.

May import everything but `lines`, `answers` and `explanations`.
"""
