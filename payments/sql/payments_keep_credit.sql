CREATE FUNCTION payments_keep_credit() RETURNS trigger LANGUAGE plpgsql AS $$
-- Nobody spends credit they do not have: under the guest's lock, so that two who spend the last of it at the
-- same time come one after the other.
BEGIN
    PERFORM FROM bookings_customer WHERE id = NEW.customer_id FOR NO KEY UPDATE;
    IF NEW.amount_minor + (SELECT coalesce(sum(amount_minor), 0) FROM payments_creditmovement
                            WHERE customer_id = NEW.customer_id AND venue_id = NEW.venue_id
                              AND currency = NEW.currency) < 0 THEN
        RAISE EXCEPTION 'not so much credit' USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_not_overdrawn';
    END IF;
    RETURN NEW;
END
$$
