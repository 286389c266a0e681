"""How a bill is split. Pure."""


def shares_of(total_minor: int, count: int) -> list[int]:
    """So many shares of a total, alike but for one minor unit, the larger first; they sum to it."""
    share, over = divmod(total_minor, count)
    return [share + 1] * over + [share] * (count - over)
