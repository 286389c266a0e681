"""What bookings are looked at for. Found by `boom.apps` when Django starts (see `audit.integrity`)."""

from bookings.checks import conflicts, holds, money, overlaps, reach, rules, series

__all__ = ["conflicts", "holds", "money", "overlaps", "reach", "rules", "series"]
