"""Machines that do whatever can be done to bookings, in any order, against a model in plain Python."""
