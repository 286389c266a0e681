"""Businesses that use Boom: their subdomain, their schema, their life from sign-up to suspension.

Lives in the public schema. A *business* (tenant) is a paying company with a schema of its own; a *spare*
is a ready-made empty schema waiting for the next sign-up. `resolution` is the one place that says whose
host a name is, for pages, sockets and tasks; `context` the one way into a tenant's data.
"""
