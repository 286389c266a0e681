CREATE OR REPLACE FUNCTION public.boom_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What a redaction may blank (boom_redact.sql); when, what and who else stays as it was written.
    blanked text[] := '{old,new,actor_label,address,agent}';
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_event'
       AND current_setting('boom.redacting', true) = 'on'
       AND (to_jsonb(NEW) - blanked) = (to_jsonb(OLD) - blanked) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the record cannot be changed' USING ERRCODE = 'insufficient_privilege';
END
$$
