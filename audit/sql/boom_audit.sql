-- Writes one audit_event per changed row, in the schema and the transaction of the change.
-- Arguments: columns whose values are secret, and columns that make no event by themselves, each comma-separated.
-- Times are written in UTC whatever the session's zone, so that a value compares equal to itself later.
CREATE FUNCTION public.boom_audit() RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
DECLARE
    secret text[] := string_to_array(TG_ARGV[0], ',');
    ignored text[] := string_to_array(TG_ARGV[1], ',');
    before jsonb;
    after jsonb;
    column_name text;
    ctx jsonb := coalesce(nullif(current_setting('boom.ctx', true), ''), '{}')::jsonb;
BEGIN
    -- Fail closed: a session that points at one tenant must not write another's rows.
    IF current_schema() IS DISTINCT FROM TG_TABLE_SCHEMA THEN
        RAISE EXCEPTION 'write to %.% from the scope of %', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_schema()
            USING ERRCODE = 'insufficient_privilege';
    END IF;

    IF TG_OP = 'INSERT' THEN
        after := to_jsonb(NEW);
    ELSIF TG_OP = 'DELETE' THEN
        before := to_jsonb(OLD);
    ELSE
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(n.key, n.value)
          INTO before, after
          FROM jsonb_each(to_jsonb(OLD)) o
          JOIN jsonb_each(to_jsonb(NEW)) n USING (key)
         WHERE o.value IS DISTINCT FROM n.value AND NOT key = ANY (ignored);
        IF after IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;

    FOREACH column_name IN ARRAY secret LOOP
        IF before ? column_name THEN
            before := jsonb_set(before, ARRAY[column_name], '"***"');
        END IF;
        IF after ? column_name THEN
            after := jsonb_set(after, ARRAY[column_name], '"***"');
        END IF;
    END LOOP;

    EXECUTE format(
        'INSERT INTO %I.audit_event (action, "table", entity_id, old, new, actor_kind, actor_id, actor_label,
                                     source, request_id, address, agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', TG_TABLE_SCHEMA)
    USING lower(TG_OP), TG_TABLE_NAME,
          CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(NEW) ->> 'id' END,
          before, after,
          coalesce(ctx ->> 'kind', 'database'), left(coalesce(ctx ->> 'id', ''), 64),
          left(coalesce(ctx ->> 'label', CASE WHEN ctx = '{}' THEN session_user::text ELSE '' END), 200),
          coalesce(ctx ->> 'source', CASE WHEN ctx = '{}' THEN 'sql' ELSE '' END),
          left(coalesce(ctx ->> 'request_id', ''), 64), left(coalesce(ctx ->> 'address', ''), 64),
          left(coalesce(ctx ->> 'agent', ''), 300);
    RETURN NULL;
END
$$
