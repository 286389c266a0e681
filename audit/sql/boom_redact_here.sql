-- The application's way to boom_redact_in: for the schema it works in, and no other.
CREATE FUNCTION public.boom_redact(p_about text, p_keys jsonb, p_events bigint[])
RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT public.boom_redact_in(pg_catalog.current_schema()::pg_catalog.text, p_about, p_keys, p_events)
$$
