"""Figures, worked out from what is booked and paid."""
