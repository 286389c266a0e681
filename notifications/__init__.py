"""Messages to customers and staff, sent from the outbox. Lives in the tenant's schema."""
