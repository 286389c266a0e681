"""GraphQL at /api/graphql: the REST API's shapes and functions, field by field. Wiring, as `boom.api` is."""
