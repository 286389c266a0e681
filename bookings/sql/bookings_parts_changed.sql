CREATE FUNCTION bookings_parts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
-- Rooms are made of other rooms now: what is not over yet takes its parts anew. Refused, by the constraints on
-- the parts, where that would put two into one.
DECLARE
    changed bookings_roompart := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM FROM bookings_room WHERE id IN (changed.whole_id, changed.part_id) ORDER BY id FOR UPDATE;
    IF TG_OP <> 'DELETE' AND EXISTS (
        SELECT FROM bookings_roompart
         WHERE whole_id = changed.part_id OR part_id = changed.whole_id
    ) THEN
        RAISE EXCEPTION 'a room is made of rooms that are made of none'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'room_part_one_level';
    END IF;
    DELETE FROM bookings_takenpart USING bookings_occupancy AS kept
     WHERE kept.id = occupancy_id AND kept.room_id IN (changed.whole_id, changed.part_id);
    INSERT INTO bookings_takenpart
           (occupancy_id, part_id, starts_at, ends_at, hold_from, hold_until, is_block)
    SELECT kept.id, taken.part, kept.starts_at, kept.ends_at, kept.hold_from, kept.hold_until,
           kept.kind = 'block'
      FROM bookings_occupancy AS kept
     CROSS JOIN LATERAL (
            SELECT part_id AS part FROM bookings_roompart WHERE whole_id = kept.room_id
             UNION
            SELECT kept.room_id WHERE EXISTS (SELECT FROM bookings_roompart WHERE part_id = kept.room_id)
           ) AS taken
     WHERE kept.room_id IN (changed.whole_id, changed.part_id)
       AND kept.placed
       AND kept.status IN ('held', 'pending', 'confirmed', 'checked_in', 'completed', 'blocked')
       AND kept.ends_at > now()
     ORDER BY taken.part, kept.id;
    RETURN NULL;
END
$$
