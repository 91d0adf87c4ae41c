-- The two questions that must be answered before any scope is known. Each widens the scope for its one query,
-- answers with numbers and names of actions alone, and puts the scope back.
CREATE FUNCTION contracts_of(person bigint) RETURNS SETOF smallint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    announced text := coalesce(current_setting('timonier.scope', true), '');
    found smallint[];
BEGIN
    PERFORM set_config('timonier.scope', coalesce((SELECT array_agg(id)::text FROM contract), '{}'), true);
    found := ARRAY(
        SELECT DISTINCT m.contract_id FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.account_id = person AND a.is_active AND (m.valid_until IS NULL OR m.valid_until > clock_timestamp()));
    PERFORM set_config('timonier.scope', announced, true);
    RETURN QUERY SELECT unnest(found);
END
$$;

CREATE FUNCTION token_contract(secret_digest bytea) RETURNS TABLE (contract smallint, token bigint, actions jsonb, person bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    announced text := coalesce(current_setting('timonier.scope', true), '');
    found api_token;
BEGIN
    PERFORM set_config('timonier.scope', coalesce((SELECT array_agg(id)::text FROM contract), '{}'), true);
    SELECT * INTO found FROM api_token t
        WHERE t.digest = secret_digest AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp();
    PERFORM set_config('timonier.scope', announced, true);
    IF found.id IS NOT NULL THEN
        RETURN QUERY SELECT found.contract_id, found.id, found.actions, found.account_id;
    END IF;
END
$$;
