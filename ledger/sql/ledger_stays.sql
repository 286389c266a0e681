CREATE FUNCTION public.ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the books cannot be changed, only added to' USING ERRCODE = 'insufficient_privilege';
END
$$
