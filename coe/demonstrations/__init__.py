"""Demonstrations: episodes that the expert played through the real environment and solved."""
