CREATE FUNCTION public.boom_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record cannot be changed' USING ERRCODE = 'insufficient_privilege';
END
$$
