"""What people type to connect other systems."""
