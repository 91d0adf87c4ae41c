-- The contracts that this transaction may touch. Absent is an error, never "no rows": a forgotten scope must be loud.
CREATE FUNCTION timonier_scope() RETURNS int[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    announced text := current_setting('timonier.scope', true);
BEGIN
    IF announced IS NULL OR announced = '' THEN
        RAISE EXCEPTION 'no contract scope is announced' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN announced::int[];
END
$$;
