"""What sold and what will: facts, reports, forecasts. Lives in the tenant's schema. Empty so far."""
