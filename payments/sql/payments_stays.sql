CREATE FUNCTION payments_stays() RETURNS trigger LANGUAGE plpgsql AS $$
-- Money that moved is not rewritten. The argument names the columns that may change, comma-separated; nothing
-- is deleted. What was wrong is taken back or given back by a row of its own.
DECLARE
    free text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - free) = (to_jsonb(OLD) - free) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is kept as it was written', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_stay_as_written';
END
$$
