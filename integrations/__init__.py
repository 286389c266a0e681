"""Import and export. Lives in the tenant's schema."""
