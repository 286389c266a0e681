"""Reads of how other systems are connected."""
