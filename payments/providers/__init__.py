"""Whoever moves card money for a venue. What one has to be able to do stands in `base`."""
