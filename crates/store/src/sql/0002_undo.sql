-- Words can be taken back, forms are kept with their word, and one log remembers each change.

-- The table is made anew, because a removed word no longer holds its place against others.
CREATE TABLE words_anew (
    id         INTEGER PRIMARY KEY,
    term       TEXT NOT NULL,
    pos        TEXT NOT NULL,              -- English name, or '' when not given
    meaning    TEXT NOT NULL,              -- the learner's own, or ''
    homonym    TEXT NOT NULL,              -- the number a list gave it, or ''
    hanja      TEXT,
    example    TEXT,
    notes      TEXT,
    tags       TEXT NOT NULL,              -- JSON array
    source     TEXT NOT NULL,              -- name of the file it first came from
    forms      TEXT NOT NULL,              -- JSON array: forms of it that lists gave
    note_hash  BLOB,                       -- of its note as it was last exported
    changed_at INTEGER NOT NULL,           -- when that was first other than before
    removed_at INTEGER                     -- its number stays its own, for Anki's sake
) STRICT;
INSERT INTO words_anew
SELECT id, term, pos, meaning, homonym, hanja, example, notes, tags, source, '[]',
       note_hash, changed_at, NULL
FROM words;
DROP TABLE words;
ALTER TABLE words_anew RENAME TO words;
CREATE UNIQUE INDEX words_by_key ON words (term, pos, meaning, homonym) WHERE removed_at IS NULL;
CREATE INDEX words_removed ON words (term, pos, meaning, homonym) WHERE removed_at IS NOT NULL;
CREATE INDEX run_words_by_word ON run_words (word);

-- One row for each change of the library that can be taken back, in their order.
CREATE TABLE edits (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    kind      TEXT NOT NULL,               -- 'keep'
    name      TEXT NOT NULL,               -- JSON: what a sentence about it is made of
    undone_at INTEGER
) STRICT;

-- What each word was before the change.
CREATE TABLE edited_words (
    edit   INTEGER NOT NULL REFERENCES edits,
    word   INTEGER NOT NULL REFERENCES words,
    before TEXT,                           -- JSON; NULL: it was not there
    PRIMARY KEY (edit, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX edited_words_by_word ON edited_words (word);
