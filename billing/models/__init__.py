"""Tables of what businesses pay the platform, all on the public schema; one module a noun."""
