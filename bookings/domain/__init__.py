"""The rules of renting rooms by the hour as plain Python: values in, values out, no clock, no database."""
