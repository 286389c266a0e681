"""The yardstick for Django: nothing in it but a view. No middleware, tenants, sessions, record or outbox."""
