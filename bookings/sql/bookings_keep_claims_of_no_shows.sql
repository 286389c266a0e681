CREATE OR REPLACE FUNCTION bookings_keep_claims() RETURNS trigger LANGUAGE plpgsql AS $$
-- What a booking claims of what is scarce follows from its own row: a use of a promo code, part of a voucher,
-- add-ons for its time. Whatever changes the row (any service, an undo, an expiry, a script) changes the
-- claims in the same statement, and a booking that is cancelled or has expired claims nothing. The voucher of
-- one whose party never came pays its fee and no more: the rest is on the voucher again.
-- The counted rows are locked by being written, so their checks hold whoever comes at the same time. Always
-- in the same order: promo code, voucher, add-ons by id.
DECLARE
    booking bookings_occupancy := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    counts boolean := TG_OP <> 'DELETE' AND booking.status NOT IN ('cancelled', 'expired', 'released');
    terms jsonb := CASE WHEN counts THEN booking.price_terms ELSE '{}' END;
    wanted_promo bigint := (terms ->> 'promo')::bigint;
    wanted_voucher bigint := (terms ->> 'voucher')::bigint;
    wanted_minor bigint := least(
        coalesce((terms ->> 'voucher_minor')::bigint, 0),
        CASE WHEN booking.status = 'no_show' THEN coalesce(booking.fee_minor, 0) END);
    known_id bigint;
    known_minor bigint;
    most integer;
    scarce record;
BEGIN
    SELECT promo_id INTO known_id FROM bookings_promouse WHERE booking_id = booking.id;
    IF known_id IS DISTINCT FROM wanted_promo THEN
        IF known_id IS NOT NULL THEN
            DELETE FROM bookings_promouse WHERE booking_id = booking.id;
            UPDATE bookings_promocode SET used = used - 1 WHERE id = known_id;
        END IF;
        IF wanted_promo IS NOT NULL THEN
            UPDATE bookings_promocode SET used = used + 1 WHERE id = wanted_promo;
            INSERT INTO bookings_promouse (booking_id, promo_id, customer_id)
            VALUES (booking.id, wanted_promo, booking.customer_id);
        END IF;
    END IF;
    IF wanted_promo IS NOT NULL THEN
        UPDATE bookings_promouse SET customer_id = booking.customer_id
         WHERE booking_id = booking.id AND customer_id IS DISTINCT FROM booking.customer_id;
        -- Under the code's lock, so that two bookings of one customer cannot both be the last.
        SELECT per_customer INTO most FROM bookings_promocode WHERE id = wanted_promo FOR UPDATE;
        IF most < (SELECT count(*) FROM bookings_promouse
                    WHERE promo_id = wanted_promo AND customer_id = booking.customer_id) THEN
            RAISE EXCEPTION 'the customer has used this code % times', most
                USING ERRCODE = 'check_violation', CONSTRAINT = 'promo_used_within_customers_cap';
        END IF;
    END IF;

    SELECT voucher_id, amount_minor INTO known_id, known_minor
      FROM bookings_voucheruse WHERE booking_id = booking.id;
    IF (known_id, known_minor) IS DISTINCT FROM (wanted_voucher, nullif(wanted_minor, 0)) THEN
        IF known_id IS NOT NULL THEN
            DELETE FROM bookings_voucheruse WHERE booking_id = booking.id;
            UPDATE bookings_giftvoucher SET balance_minor = balance_minor + known_minor WHERE id = known_id;
        END IF;
        IF wanted_voucher IS NOT NULL AND wanted_minor > 0 THEN
            UPDATE bookings_giftvoucher SET balance_minor = balance_minor - wanted_minor
             WHERE id = wanted_voucher;
            INSERT INTO bookings_voucheruse (booking_id, voucher_id, amount_minor)
            VALUES (booking.id, wanted_voucher, wanted_minor);
        END IF;
    END IF;

    WITH wanted AS (
        SELECT (each ->> 0)::bigint AS add_on_id, sum((each ->> 1)::integer) AS quantity
          FROM jsonb_array_elements(coalesce(terms -> 'stock', '[]')) AS each GROUP BY 1
    ), gone AS (
        DELETE FROM bookings_bookedaddon claim
         WHERE claim.booking_id = booking.id
           AND NOT EXISTS (SELECT FROM wanted WHERE wanted.add_on_id = claim.add_on_id)
    )
    INSERT INTO bookings_bookedaddon AS claim (booking_id, add_on_id, quantity, starts_at, ends_at)
    SELECT booking.id, add_on_id, quantity, booking.starts_at, booking.ends_at FROM wanted ORDER BY add_on_id
    ON CONFLICT (booking_id, add_on_id) DO UPDATE
       SET quantity = excluded.quantity, starts_at = excluded.starts_at, ends_at = excluded.ends_at
     WHERE (claim.quantity, claim.starts_at, claim.ends_at)
           IS DISTINCT FROM (excluded.quantity, excluded.starts_at, excluded.ends_at);
    FOR scarce IN
        SELECT add_on.id, add_on.stock FROM bookings_addon add_on
         WHERE add_on.stock IS NOT NULL
           AND add_on.id IN (SELECT add_on_id FROM bookings_bookedaddon WHERE booking_id = booking.id)
         ORDER BY add_on.id FOR UPDATE
    LOOP
        -- The most that are out at any instant of the booking; it can only change where somebody begins.
        IF scarce.stock < (
            SELECT max(at_once) FROM (
                SELECT (SELECT sum(other.quantity) FROM bookings_bookedaddon other
                         WHERE other.add_on_id = scarce.id
                           AND other.starts_at <= moment.at AND other.ends_at > moment.at) AS at_once
                  FROM (SELECT greatest(starts_at, booking.starts_at) AS at FROM bookings_bookedaddon
                         WHERE add_on_id = scarce.id
                           AND starts_at < booking.ends_at AND ends_at > booking.starts_at) AS moment
            ) AS moments
        ) THEN
            RAISE EXCEPTION 'only % of add-on % at a time', scarce.stock, scarce.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'add_on_stock_kept';
        END IF;
    END LOOP;
    RETURN booking;
END
$$
