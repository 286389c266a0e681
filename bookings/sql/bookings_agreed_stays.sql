CREATE FUNCTION bookings_agreed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
-- A published text and a yes to it are proof: added, never changed or removed. Only from where somebody said
-- yes is taken out, when they are erased.
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'bookings_agreement' THEN
        OLD.address := '';
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was agreed to cannot be changed, only added to' USING ERRCODE = 'insufficient_privilege';
END
$$
