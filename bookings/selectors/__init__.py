"""Reads that a page, a report or a service needs, shaped for it."""
