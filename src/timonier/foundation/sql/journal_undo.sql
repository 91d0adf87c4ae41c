DROP TABLE journal_head, journal_block, journal_position, journal_dirty, journal_key, journal_event;
DROP SEQUENCE journal_seq;
DROP FUNCTION journal_open(smallint), journal_protect(text[]), journal_refuse(), journal_stamp(), journal_clock();
