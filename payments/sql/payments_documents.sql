CREATE FUNCTION payments_documents() RETURNS trigger LANGUAGE plpgsql AS $$
-- A document stays as it was issued; the one thing that may go is who it was for. Numbers follow each other.
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.number > 1 AND NOT EXISTS (
            SELECT FROM payments_document
             WHERE venue_id = NEW.venue_id AND kind = NEW.kind AND number = NEW.number - 1
        ) THEN
            RAISE EXCEPTION 'number % comes before its time', NEW.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'document_numbers_without_gap';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.buyer = '' AND (to_jsonb(NEW) - 'buyer') = (to_jsonb(OLD) - 'buyer') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'documents stay as they were issued'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'document_stays_as_issued';
END
$$
