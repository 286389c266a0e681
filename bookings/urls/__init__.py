"""Addresses of a venue's host: the public page and the dashboard."""
