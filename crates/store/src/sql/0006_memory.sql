-- What every reply was asked with, what tells it from a damaged one, and whether the learner still
-- wants it to answer. NULL in rows of before: it was not kept.

ALTER TABLE replies ADD COLUMN prompt BLOB;             -- hash of the instructions it was asked with
ALTER TABLE replies ADD COLUMN schema_version INTEGER;  -- of its stage
ALTER TABLE replies ADD COLUMN checksum BLOB;           -- of its text
ALTER TABLE replies ADD COLUMN forgotten_at INTEGER;    -- it answers nothing any more; it was paid for
CREATE INDEX replies_by_term ON replies (term);

-- What a run or a month cost is asked for often: the sums are read from the indices alone.
DROP INDEX replies_of_run;
CREATE INDEX replies_of_run ON replies (run, cost_pico_usd);
DROP INDEX replies_by_time;
CREATE INDEX replies_by_time ON replies (created_at, cost_pico_usd);
