"""The assistant, behind one provider module. Lives in the tenant's schema. Empty so far."""
