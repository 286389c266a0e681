CREATE FUNCTION payments_till_closed() RETURNS trigger LANGUAGE plpgsql AS $$
-- What was counted stays counted, and nothing is put into a till that is closed.
DECLARE
    is_open boolean;
BEGIN
    IF TG_TABLE_NAME = 'payments_till' THEN
        IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL THEN
            RAISE EXCEPTION 'the till is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'till_stays_closed';
        END IF;
        RETURN NEW;
    END IF;
    -- Whoever closes it holds the row: we wait, and then see that it is closed.
    SELECT closed_at IS NULL INTO is_open FROM payments_till WHERE id = NEW.till_id FOR SHARE;
    IF NOT is_open THEN
        RAISE EXCEPTION 'the till is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'till_stays_closed';
    END IF;
    RETURN NEW;
END
$$
