"""Reads about messages."""

from notifications.selectors.troubles import MOST_SHOWN, Trouble, troubles

__all__ = ["MOST_SHOWN", "Trouble", "troubles"]
