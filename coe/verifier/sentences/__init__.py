"""Lines of school prose to what they claim.

May import `syntax` and below, no `algebra`.
"""
