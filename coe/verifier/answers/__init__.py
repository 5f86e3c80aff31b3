"""Final answers: found in a draft or a text, read, compared.

May import everything but `explanations`.
"""
