-- How many requests went to a model of a server on a day of UTC, answered or not: what is left of a
-- limit of so many a day has to survive a restart.

CREATE TABLE sent (
    server   TEXT NOT NULL,     -- its base URL
    model    TEXT NOT NULL,
    day      INTEGER NOT NULL,  -- days since 1970-01-01
    requests INTEGER NOT NULL,
    PRIMARY KEY (server, model, day)
) STRICT, WITHOUT ROWID;
