-- Close a block: digests in order, chained to the block before. Only what is older than every running transaction,
-- because a slow one may still commit an event with a smaller number.
CREATE FUNCTION journal_seal(contract smallint, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    head journal_head;
    oldest xid8;
    n integer;
    digests_in_order bytea;
    sealed bigint := (extract(epoch FROM journal_clock()) * 1000000)::bigint;
    block_hash bytea;
BEGIN
    SELECT * INTO head FROM journal_head WHERE contract_id = contract FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no journal is open for this contract';
    END IF;
    -- One statement, so that the snapshot asked about is the snapshot that reads.
    WITH seen AS MATERIALIZED (
        SELECT pg_snapshot_xmin(pg_current_snapshot()) AS low, pg_snapshot_xmax(pg_current_snapshot()) AS high,
            -- Numbers smaller than the last horizon: the data came from another server. Look at everything again.
            CASE WHEN head.horizon > pg_snapshot_xmin(pg_current_snapshot()) THEN '0'::xid8 ELSE head.horizon END AS since
    ), open AS (
        SELECT e.seq, e.digest FROM journal_event e
        WHERE e.contract_id = contract
            AND ((e.xid >= (SELECT since FROM seen) AND e.xid < (SELECT low FROM seen))
                -- Visible, and of a transaction that this server has not begun: written on another server.
                OR (e.xid >= (SELECT high FROM seen) AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()))
            AND NOT EXISTS (
                SELECT FROM journal_position p WHERE p.contract_id = contract AND p.seq = e.seq)
        ORDER BY e.seq LIMIT most
    ), numbered AS MATERIALIZED (
        SELECT seq, digest, head.position + row_number() OVER (ORDER BY seq) AS place FROM open
    ), placed AS (
        INSERT INTO journal_position (contract_id, seq, position) SELECT contract, seq, place FROM numbered
    )
    SELECT count(*), string_agg(digest, ''::bytea ORDER BY place), (SELECT low FROM seen)
    INTO n, digests_in_order, oldest FROM numbered;
    IF n = 0 THEN
        RETURN 0;
    END IF;
    block_hash := sha256(convert_to(
        'timonier-block-1' || E'\n' || (SELECT key FROM contract c WHERE c.id = contract) || E'\n'
        || (head.block + 1) || E'\n' || (head.position + 1) || E'\n' || n || E'\n' || sealed || E'\n', 'UTF8')
        || head.hash || digests_in_order);
    INSERT INTO journal_block (contract_id, number, first_position, size, sealed_at, previous, digests, hash)
    VALUES (contract, head.block + 1, head.position + 1, n, sealed, head.hash, digests_in_order, block_hash);
    UPDATE journal_head SET position = head.position + n, block = head.block + 1, hash = block_hash,
        sealed_at = sealed,
        horizon = CASE WHEN n < most THEN oldest WHEN head.horizon > oldest THEN '0'::xid8 ELSE head.horizon END
    WHERE contract_id = contract;
    RETURN n;
END
$$;

-- After a restore: transaction numbers belong to the server that wrote them. Seal all that is open, begin anew.
CREATE FUNCTION journal_forget_xids(contract smallint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
AS $$ UPDATE journal_head SET horizon = '0' WHERE contract_id = contract $$;
