-- Close a block: digests in order, chained to the block before. Only what is older than every running transaction,
-- because a slow one may still commit an event with a smaller number.
CREATE OR REPLACE FUNCTION journal_seal(contract smallint, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    head journal_head;
    newest xid8;
    since xid8;
    are_few boolean;
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
    -- Asked every second and mostly in vain: nothing that this server wrote since the last block, nothing to close.
    IF head.horizon > '0'::xid8 AND head.horizon <= pg_snapshot_xmin(pg_current_snapshot()) THEN
        SELECT e.xid INTO newest FROM journal_event e
        WHERE e.contract_id = contract AND e.xid < pg_snapshot_xmax(pg_current_snapshot())
        ORDER BY e.xid DESC LIMIT 1;
        IF newest IS NULL OR newest < head.horizon THEN
            RETURN 0;
        END IF;
    END IF;
    -- Numbers smaller than the last horizon: the data came from another server. Look at everything again.
    since := CASE WHEN head.horizon > pg_snapshot_xmin(pg_current_snapshot()) THEN '0'::xid8 ELSE head.horizon END;
    -- A few events are looked up one by one, by their transaction and then by their position; after an import a join of
    -- all is cheaper, in the order of writing. The planner cannot know which of the two it is.
    are_few := (SELECT count(*) FROM (
        SELECT FROM journal_event e WHERE e.contract_id = contract AND e.xid >= since ORDER BY e.xid LIMIT most + 1
    ) AS news) <= most;
    -- One statement, so that the snapshot asked about is the snapshot that reads.
    EXECUTE format($seal$
        WITH seen AS MATERIALIZED (
            SELECT pg_snapshot_xmin(pg_current_snapshot()) AS low, pg_snapshot_xmax(pg_current_snapshot()) AS high
        ), open AS (
            SELECT e.seq, e.digest FROM journal_event e
            WHERE e.contract_id = $1
                AND ((e.xid >= $2 AND e.xid < (SELECT low FROM seen))
                    -- Visible, and of a transaction that this server has not begun: written on another server.
                    OR (e.xid >= (SELECT high FROM seen) AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()))
                AND %s LIMIT $4
        ), numbered AS MATERIALIZED (
            SELECT seq, digest, $3 + row_number() OVER (ORDER BY seq) AS place FROM open
        ), placed AS (
            INSERT INTO journal_position (contract_id, seq, position) SELECT $1, seq, place FROM numbered
        )
        SELECT count(*), string_agg(digest, ''::bytea ORDER BY place), (SELECT low FROM seen) FROM numbered
        $seal$, CASE WHEN are_few
            THEN '(SELECT p.position FROM journal_position p WHERE p.contract_id = $1 AND p.seq = e.seq) IS NULL'
                ' ORDER BY e.seq + 0'
            ELSE 'NOT EXISTS (SELECT FROM journal_position p WHERE p.contract_id = $1 AND p.seq = e.seq) ORDER BY e.seq'
        END)
    INTO n, digests_in_order, oldest USING contract, since, head.position, most;
    IF n = 0 THEN
        IF head.horizon = '0'::xid8 OR head.horizon > oldest THEN
            UPDATE journal_head SET horizon = oldest WHERE contract_id = contract;
        END IF;
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
