"""Pages of how other systems are connected."""
