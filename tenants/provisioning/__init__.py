"""Schemas for businesses: the script that makes one, spares made ahead, and migrations over all of them."""
