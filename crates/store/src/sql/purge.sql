-- Deletes the texts of the replies in the table `purged`, and all that refers to them.

UPDATE runs SET state = 'cancelled'
WHERE state = 'done'
  AND id IN (SELECT run FROM run_words
             WHERE nuance IN (SELECT id FROM purged) OR cards IN (SELECT id FROM purged));

UPDATE run_words
SET state = CASE WHEN state = 'failed' THEN state
                 WHEN nuance IN (SELECT id FROM purged) THEN 'pending'
                 ELSE 'nuance' END,
    nuance = CASE WHEN nuance IN (SELECT id FROM purged) THEN NULL ELSE nuance END,
    cards = NULL,
    finished = NULL
WHERE nuance IN (SELECT id FROM purged) OR cards IN (SELECT id FROM purged);

-- a dead letter quotes a reply that may be none of its word's answers
UPDATE dead_letters SET last_reply = NULL
WHERE EXISTS (SELECT 1 FROM replies JOIN words USING (term)
              WHERE replies.id IN (SELECT id FROM purged)
                AND replies.run = dead_letters.run AND replies.stage = dead_letters.stage
                AND words.id = dead_letters.word);

DELETE FROM answers WHERE reply IN (SELECT id FROM purged);
UPDATE replies SET content = x'', checksum = NULL WHERE id IN (SELECT id FROM purged);
