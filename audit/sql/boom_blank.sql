-- A row or change of the record without what these columns said; that they said something stays.
CREATE FUNCTION public.boom_blank(p_row jsonb, p_columns text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path TO pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(each.key, CASE
        WHEN NOT each.key = ANY (p_columns) THEN each.value
        WHEN jsonb_typeof(each.value) = 'array' THEN '[]'::jsonb
        WHEN jsonb_typeof(each.value) = 'object' THEN '{}'::jsonb
        WHEN each.value IN ('null'::jsonb, '""'::jsonb) THEN each.value
        ELSE '"***"'::jsonb
    END), p_row) FROM jsonb_each(p_row) each
$$
