-- Blanks what the record holds of persons' rows: the columns of the list below and no others, and from where and
-- with what a customer did it. Says so itself: a row of audit_redaction with the digest of what is left of each
-- event, and the columns that were blanked, which the chain's check asks for (audit.inspection).
-- Nobody calls this but boom_redact, which says for which schema.
CREATE FUNCTION public.boom_redact_in(p_schema text, p_about text, p_keys jsonb, p_events bigint[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
DECLARE
    listed jsonb := public.boom_redactable();
    named text;
    columns text[];
    blanked bigint[];
    events bigint[] := '{}';
    digests jsonb;
    made bigint;
BEGIN
    IF p_schema IS NULL OR p_schema !~ '^t_[a-z0-9]+$' THEN
        RAISE EXCEPTION 'no business has the schema %', p_schema USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR named IN SELECT jsonb_object_keys(p_keys) LOOP
        IF NOT listed ? named THEN
            RAISE EXCEPTION 'what the record says of % stays', named USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    PERFORM set_config('boom.redacting', 'on', true);
    FOR named IN SELECT jsonb_object_keys(listed) LOOP
        columns := ARRAY(SELECT jsonb_array_elements_text(listed -> named));
        EXECUTE format($update$
            WITH blanked AS (
                UPDATE %1$I.audit_event e
                   SET old = public.boom_blank(e.old, $3), new = public.boom_blank(e.new, $3),
                       actor_label = CASE WHEN e.actor_kind = 'customer' THEN '' ELSE e.actor_label END,
                       address = CASE WHEN e.actor_kind = 'customer' THEN '' ELSE e.address END,
                       agent = CASE WHEN e.actor_kind = 'customer' THEN '' ELSE e.agent END
                 WHERE e."table" = $1 AND (e.entity_id = ANY ($2) OR e.id = ANY ($4))
                   AND (e.old ?| $3 OR e.new ?| $3
                        OR (e.actor_kind = 'customer' AND (e.actor_label, e.address, e.agent) <> ('', '', '')))
                RETURNING e.id
            )
            SELECT array_agg(id) FROM blanked
        $update$, p_schema)
        INTO blanked
        USING named, ARRAY(SELECT jsonb_array_elements_text(coalesce(p_keys -> named, '[]'))), columns, p_events;
        events := events || coalesce(blanked, '{}');
    END LOOP;
    PERFORM set_config('boom.redacting', '', true);
    -- As audit.chain says an event.
    EXECUTE format($digest$
        SELECT coalesce(jsonb_object_agg(e.id::text, encode(sha256(convert_to(jsonb_build_array(
            e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.transaction_id::text, e.action,
            e."table", e.entity_id, e.old, e.new, e.actor_kind, e.actor_id, e.actor_label, e.source, e.request_id,
            e.address, e.agent, e.on_behalf_of)::text, 'UTF8')), 'hex')), '{}')
          FROM %1$I.audit_event e WHERE e.id = ANY ($1)
    $digest$, p_schema) INTO digests USING events;
    -- The record's trigger asks whose scope it is. Put back when this function ends.
    PERFORM set_config('search_path', format('%I, pg_catalog, pg_temp', p_schema), true);
    EXECUTE format('INSERT INTO %I.audit_redaction (about, events, columns) VALUES ($1, $2, $3) RETURNING id', p_schema)
       INTO made USING left(p_about, 120), digests, listed;
    RETURN made;
END
$$
