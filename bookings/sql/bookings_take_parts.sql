CREATE FUNCTION bookings_take_parts() RETURNS trigger LANGUAGE plpgsql AS $$
-- Which parts a row takes follows from its room: a whole takes its parts, a part itself, any other room nothing.
-- Written in the statement that writes the row, whoever writes it; the constraints on the parts then decide.
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM bookings_takenpart WHERE occupancy_id = OLD.id;
        RETURN OLD;
    END IF;
    -- Parts that change at this moment wait for us, or we for them: neither misses the other.
    PERFORM FROM bookings_room WHERE id = NEW.room_id FOR KEY SHARE;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM bookings_takenpart WHERE occupancy_id = NEW.id;
    END IF;
    IF NEW.placed AND NEW.status IN ('held', 'pending', 'confirmed', 'checked_in', 'completed', 'blocked') THEN
        -- In order, so that two wholes that share two parts wait in turn and not crosswise.
        INSERT INTO bookings_takenpart
               (occupancy_id, part_id, starts_at, ends_at, hold_from, hold_until, is_block)
        SELECT NEW.id, part, NEW.starts_at, NEW.ends_at, NEW.hold_from, NEW.hold_until, NEW.kind = 'block'
          FROM (SELECT part_id AS part FROM bookings_roompart WHERE whole_id = NEW.room_id
                UNION
                SELECT NEW.room_id WHERE EXISTS (SELECT FROM bookings_roompart WHERE part_id = NEW.room_id)
               ) AS taken
         ORDER BY part;
    END IF;
    RETURN NULL;
END
$$
