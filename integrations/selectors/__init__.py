"""What pages about integrations show."""
