"""The database backend: django-tenants' own; what the pool hands out points at its tenant already."""
