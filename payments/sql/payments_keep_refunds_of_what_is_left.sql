CREATE OR REPLACE FUNCTION payments_keep_refunds() RETURNS trigger LANGUAGE plpgsql AS $$
-- What was given back of a payment follows from the lines of its refunds, whoever writes them. The payment is
-- locked by being written, so that its own check (never more than it is) holds whoever comes at the same time.
-- What a cardholder's bank has of it by then is gone, too, and is not given a second time.
DECLARE
    given payments_refund;
BEGIN
    IF TG_TABLE_NAME = 'payments_refundline' THEN
        SELECT * INTO given FROM payments_refund WHERE id = NEW.refund_id;
        UPDATE payments_payment SET refunded_minor = refunded_minor + NEW.amount_minor
         WHERE id = NEW.payment_id AND state = 'taken' AND currency = given.currency AND venue_id = given.venue_id
           AND (charged_back_minor = 0 OR refunded_minor + charged_back_minor + NEW.amount_minor <= amount_minor);
        IF NOT FOUND THEN
            IF EXISTS (SELECT FROM payments_payment WHERE id = NEW.payment_id AND charged_back_minor > 0) THEN
                RAISE EXCEPTION 'a bank has taken payment % back', NEW.payment_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_of_what_is_left';
            END IF;
            RAISE EXCEPTION 'payment % cannot be given back', NEW.payment_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_of_what_was_taken';
        END IF;
        RETURN NULL;
    END IF;
    -- A refund that failed gave nothing back; it stays failed, and another may be made.
    UPDATE payments_payment payment SET refunded_minor = payment.refunded_minor - line.amount_minor
      FROM payments_refundline line
     WHERE line.refund_id = NEW.id AND payment.id = line.payment_id;
    RETURN NULL;
END
$$
