-- The most that a run under way may owe for requests without an answer: found here, without a
-- process that works on the run, it was left behind by one that was killed.

CREATE TABLE owed (
    run           INTEGER PRIMARY KEY REFERENCES runs,
    cost_pico_usd INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;
