-- Batches: requests handed in together, answered hours later. A row is written before its batch is
-- handed in, so that a process that is killed leaves behind what may have been taken.

CREATE TABLE batches (
    id             INTEGER PRIMARY KEY,
    run            INTEGER NOT NULL REFERENCES runs,
    server         TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    remote         TEXT,                -- the server's name for it; NULL: nothing was heard yet
    worst_pico_usd INTEGER NOT NULL,    -- what it may cost
    created_at     INTEGER NOT NULL,
    ended_at       INTEGER              -- when its answers were kept
) STRICT;

CREATE TABLE batch_requests (
    batch          INTEGER NOT NULL REFERENCES batches ON DELETE CASCADE,
    identity       BLOB    NOT NULL,
    word           INTEGER NOT NULL REFERENCES words,
    stage          TEXT    NOT NULL,
    term           TEXT    NOT NULL,
    prompt         BLOB,
    schema_version INTEGER NOT NULL,
    PRIMARY KEY (batch, identity)
) STRICT, WITHOUT ROWID;
