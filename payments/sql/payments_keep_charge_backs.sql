CREATE FUNCTION payments_keep_charge_backs() RETURNS trigger LANGUAGE plpgsql AS $$
-- What cardholders' banks have of a payment follows from its disputes, whoever writes them. A bank may hold
-- more than the payment is (a surcharge, a fee for changing money): more than all of it is never gone.
BEGIN
    UPDATE payments_payment payment
       SET charged_back_minor = greatest(0, least(payment.amount_minor, held.minor))
      FROM (SELECT coalesce(sum(withdrawn_minor), 0) AS minor FROM payments_dispute
             WHERE payment_id = NEW.payment_id) AS held
     WHERE payment.id = NEW.payment_id
       AND payment.charged_back_minor <> greatest(0, least(payment.amount_minor, held.minor));
    RETURN NULL;
END
$$
