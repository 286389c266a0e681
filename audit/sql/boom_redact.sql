-- Blanks columns of what the record holds of rows: what was personal and is to be forgotten. Only through this
-- function, which leaves who, when, what was done and which columns; the chain's check then asks that each event
-- changed so is listed, with its new digest, by a redaction that is on record itself (audit.services.redacting).
CREATE FUNCTION public.boom_redact(p_schema text, p_table text, p_entities text[], p_columns text[])
RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
BEGIN
    IF p_schema !~ '^t_[a-z0-9]+$' THEN
        RAISE EXCEPTION 'no business has the schema %', p_schema USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('boom.redacting', 'on', true);
    RETURN QUERY EXECUTE format($update$
        UPDATE %1$I.audit_event e
           SET old = public.boom_blank(e.old, $3), new = public.boom_blank(e.new, $3),
               -- What a customer did by their own link: from where, and with what.
               actor_label = CASE WHEN e.actor_kind = 'customer' THEN '' ELSE e.actor_label END,
               address = CASE WHEN e.actor_kind = 'customer' THEN '' ELSE e.address END,
               agent = CASE WHEN e.actor_kind = 'customer' THEN '' ELSE e.agent END
         WHERE e."table" = $1 AND e.entity_id = ANY ($2) AND (e.old ?| $3 OR e.new ?| $3)
        RETURNING e.id
    $update$, p_schema) USING p_table, p_entities, p_columns;
    PERFORM set_config('boom.redacting', '', true);
END
$$
