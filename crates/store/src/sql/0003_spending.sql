-- What a reply took beyond its price, and the money of each day.

ALTER TABLE replies ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT 0;    -- of prompt_tokens
ALTER TABLE replies ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT 0; -- of completion_tokens
ALTER TABLE replies ADD COLUMN repaired INTEGER NOT NULL DEFAULT 0;         -- its JSON was mended
ALTER TABLE replies ADD COLUMN elapsed_ms INTEGER;                          -- NULL: not measured
CREATE INDEX replies_by_time ON replies (created_at);

-- The worst case of requests that were sent and never answered: perhaps charged.
CREATE TABLE presumed (
    run        INTEGER NOT NULL REFERENCES runs,
    cost_pico_usd INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX presumed_by_time ON presumed (created_at);
