-- The library, the runs over it, and every reply paid for.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE words (
    id         INTEGER PRIMARY KEY,
    term       TEXT NOT NULL,
    pos        TEXT NOT NULL,              -- English name, or '' when not given
    meaning    TEXT NOT NULL,              -- the learner's own, or ''
    homonym    TEXT NOT NULL,              -- the number a list gave it, or ''
    hanja      TEXT,
    example    TEXT,
    notes      TEXT,
    tags       TEXT NOT NULL,              -- JSON array
    source     TEXT NOT NULL,              -- name of the file it came from
    note_hash  BLOB,                       -- of its note as it was last exported
    changed_at INTEGER NOT NULL,           -- when that was first other than before
    UNIQUE (term, pos, meaning, homonym)
) STRICT;

-- A reply is here before anything else learns of it, good or bad.
CREATE TABLE replies (
    id                INTEGER PRIMARY KEY,
    run               INTEGER REFERENCES runs,
    stage             TEXT NOT NULL,
    identity          BLOB NOT NULL,
    term              TEXT NOT NULL,
    content           BLOB NOT NULL,       -- zstd
    model             TEXT NOT NULL,       -- asked for
    served_by         TEXT NOT NULL,       -- answered
    provider          TEXT,
    generation_id     TEXT,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cost_pico_usd     INTEGER,             -- NULL: the server did not say
    created_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX replies_of_run ON replies (run);
CREATE INDEX replies_of_identity ON replies (identity);

-- The one reply that answers a request, for ever, until the learner forgets it.
CREATE TABLE answers (
    identity BLOB PRIMARY KEY,
    reply    INTEGER NOT NULL REFERENCES replies,
    defects  TEXT NOT NULL                 -- JSON array: what the checks found and could not mend
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id           INTEGER PRIMARY KEY,
    settings     TEXT NOT NULL,            -- JSON, frozen
    state        TEXT NOT NULL,
    reason       TEXT,                     -- JSON: why it paused, when it was not the learner
    created_at   INTEGER NOT NULL,
    elapsed_ms   INTEGER NOT NULL DEFAULT 0,
    first_ms     INTEGER,
    requests     INTEGER NOT NULL DEFAULT 0, -- sent, in all its stretches of work
    retries      INTEGER NOT NULL DEFAULT 0, -- of them, sent again
    finished     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE run_words (
    run      INTEGER NOT NULL REFERENCES runs,
    position INTEGER NOT NULL,             -- place in the learner's list, from 1
    word     INTEGER NOT NULL REFERENCES words,
    state    TEXT NOT NULL DEFAULT 'pending',
    nuance   INTEGER REFERENCES replies,
    cards    INTEGER REFERENCES replies,
    requests INTEGER NOT NULL DEFAULT 0,   -- sent for it; 0 when all was answered before
    finished INTEGER,                      -- counts up within the run in the order of finishing
    PRIMARY KEY (run, position),
    UNIQUE (run, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_words_by_state ON run_words (run, state);
CREATE UNIQUE INDEX run_words_by_finish ON run_words (run, finished) WHERE finished IS NOT NULL;

CREATE TABLE dead_letters (
    run        INTEGER NOT NULL REFERENCES runs,
    word       INTEGER NOT NULL REFERENCES words,
    stage      TEXT NOT NULL,
    code       TEXT NOT NULL,
    message    TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    last_reply TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (run, word)
) STRICT, WITHOUT ROWID;
