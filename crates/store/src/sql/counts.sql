SELECT count(*),
       count(*) FILTER (WHERE state = 'pending'),
       count(*) FILTER (WHERE state = 'nuance'),
       count(*) FILTER (WHERE state = 'done'),
       count(*) FILTER (WHERE state = 'needs_review'),
       count(*) FILTER (WHERE state = 'failed'),
       count(*) FILTER (WHERE state IN ('done', 'needs_review') AND requests = 0),
       coalesce(max(finished), 0)
FROM run_words
WHERE run = ?1
