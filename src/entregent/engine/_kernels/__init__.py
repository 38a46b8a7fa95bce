"""Compiled loops on arrays and scalars, private to the engine. One decorator, `kernel`, and where its results are
kept.
"""
