CREATE FUNCTION payments_refund_sums() RETURNS trigger LANGUAGE plpgsql AS $$
-- Asked when the transaction commits, in the schema of the row.
DECLARE
    refund bigint := coalesce(to_jsonb(NEW) ->> 'refund_id', to_jsonb(NEW) ->> 'id')::bigint;
    is_whole boolean;
BEGIN
    EXECUTE format(
        'SELECT amount_minor = (SELECT coalesce(sum(amount_minor), 0) FROM %1$I.payments_refundline
                                 WHERE refund_id = refund.id)
           FROM %1$I.payments_refund refund WHERE id = $1', TG_TABLE_SCHEMA)
    INTO is_whole USING refund;
    IF NOT is_whole THEN
        RAISE EXCEPTION 'the lines of refund % do not sum to it', refund
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_sums_to_its_lines';
    END IF;
    RETURN NULL;
END
$$
