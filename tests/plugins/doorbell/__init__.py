"""A plugin as somebody would write one: it rings for each booking, and lets no thirteen people in."""
