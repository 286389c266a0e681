CREATE FUNCTION bookings_keep_to_plan() RETURNS trigger LANGUAGE plpgsql AS $$
-- Whether the business's plan has room for one more booking in the month in which its visit begins, by the
-- business's clock. Whatever writes the row (any service, an import, an undo, a script) is held to it; what
-- counted in that month before is not asked again, so a hold that is confirmed goes through at any time.
-- Counting the rows themselves, under a lock of the month's, nothing can drift from a counter. A plan without a
-- limit, and one that charges what is above it, takes no lock and counts nothing.
-- The triggers' own conditions say beforehand whether the row counts at all (migration 0040).
DECLARE
    held record;
    month timestamp;
    counted boolean := TG_OP = 'UPDATE' AND OLD.placed AND OLD.continues_id IS NULL
                       AND OLD.status NOT IN ('cancelled', 'expired');
BEGIN
    -- Somebody who paid, or went on, when their hold had just run out: their checkout began in time.
    IF TG_OP = 'UPDATE' AND OLD.status = 'expired' AND NEW.source = 'online' THEN
        RETURN NULL;
    END IF;
    SELECT business.time_zone, standing.access, plan.bookings_a_month AS most, plan.above_limit INTO held
      FROM public.tenants_business business
      JOIN public.billing_businessplan standing ON standing.business_id = business.id
      JOIN public.billing_plan plan ON plan.id = standing.plan_id
     WHERE business.schema_name = TG_TABLE_SCHEMA;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF held.access <> 'full' AND NOT counted THEN
        RAISE EXCEPTION 'the business takes no bookings at present'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_takes_bookings';
    END IF;
    IF held.most IS NULL OR held.above_limit = 'bill'
       OR (held.above_limit = 'refuse_staff' AND NEW.source = 'online') THEN
        RETURN NULL;
    END IF;
    month := date_trunc('month', NEW.starts_at AT TIME ZONE held.time_zone);
    IF counted AND month = date_trunc('month', OLD.starts_at AT TIME ZONE held.time_zone) THEN
        RETURN NULL;
    END IF;
    -- A month that is over is history: noted down, imported, put right.
    IF month < date_trunc('month', now() AT TIME ZONE held.time_zone) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('plan:' || TG_TABLE_SCHEMA, extract(epoch FROM month)::bigint));
    -- A statement of its own, so that it sees what whoever had the lock before has committed.
    IF held.most < (
        SELECT count(*) FROM bookings_occupancy
         WHERE starts_at >= month AT TIME ZONE held.time_zone
           AND starts_at < (month + interval '1 month') AT TIME ZONE held.time_zone
           AND kind = 'booking' AND placed AND continues_id IS NULL AND status NOT IN ('cancelled', 'expired')
    ) THEN
        RAISE EXCEPTION 'the plan has % bookings a month', held.most USING
            ERRCODE = 'check_violation',
            CONSTRAINT = CASE WHEN NEW.source = 'online' THEN 'plan_bookings_of_customers'
                              ELSE 'plan_bookings_of_the_team' END,
            DETAIL = json_build_object('most', held.most, 'month', to_char(month, 'YYYY-MM-DD'))::text;
    END IF;
    RETURN NULL;
END
$$
