CREATE OR REPLACE FUNCTION bookings_keep_packs() RETURNS trigger LANGUAGE plpgsql AS $$
-- The minutes a booking takes of a prepaid pack follow from its own row: whatever changes the row (any
-- service, an undo, an expiry, a script) changes the balance in the same statement. A booking that was
-- cancelled, or whose party never came, gives back all but what the house rule keeps (`pack_kept`; a no-show
-- that says nothing keeps all). The packs are locked before they are written, in order of their keys, so the
-- balance holds whoever comes at the same time, and two bookings that change packs do not wait for each other.
DECLARE
    booking bookings_occupancy := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    terms jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE booking.price_terms END;
    is_over boolean := booking.status IN ('cancelled', 'expired', 'released');
    wanted_pack bigint := (terms ->> 'pack')::bigint;
    wanted_minutes integer := coalesce(
        CASE WHEN is_over THEN (terms ->> 'pack_kept')::integer
             WHEN booking.status = 'no_show' THEN coalesce(terms ->> 'pack_kept', terms ->> 'pack_minutes')::integer
             ELSE (terms ->> 'pack_minutes')::integer END, 0);
    known_pack bigint;
    known_minutes integer;
BEGIN
    IF wanted_minutes = 0 THEN
        wanted_pack := NULL;
    END IF;
    SELECT pack_id, minutes INTO known_pack, known_minutes
      FROM bookings_packuse WHERE booking_id = booking.id;
    IF (known_pack, known_minutes) IS NOT DISTINCT FROM (wanted_pack, nullif(wanted_minutes, 0)) THEN
        RETURN booking;
    END IF;
    PERFORM FROM bookings_hourpack WHERE id IN (known_pack, wanted_pack) ORDER BY id FOR NO KEY UPDATE;
    IF known_pack IS NOT NULL THEN
        DELETE FROM bookings_packuse WHERE booking_id = booking.id;
    END IF;
    IF known_pack = wanted_pack THEN
        UPDATE bookings_hourpack SET minutes_left = minutes_left + known_minutes - wanted_minutes
         WHERE id = known_pack;
    ELSE
        UPDATE bookings_hourpack SET minutes_left = minutes_left + known_minutes WHERE id = known_pack;
        UPDATE bookings_hourpack SET minutes_left = minutes_left - wanted_minutes WHERE id = wanted_pack;
    END IF;
    IF wanted_pack IS NOT NULL THEN
        INSERT INTO bookings_packuse (booking_id, pack_id, minutes)
        VALUES (booking.id, wanted_pack, wanted_minutes);
    END IF;
    RETURN booking;
END
$$
