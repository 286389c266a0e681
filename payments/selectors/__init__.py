"""Reads of what was paid, given back, counted and issued."""
