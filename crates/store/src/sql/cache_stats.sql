SELECT (SELECT count(*) FROM answers JOIN replies ON replies.id = answers.reply
        WHERE forgotten_at IS NULL),
       count(*),
       count(*) FILTER (WHERE forgotten_at IS NOT NULL AND length(content) > 0),
       count(*) FILTER (WHERE forgotten_at IS NOT NULL AND length(content) = 0),
       coalesce(sum(length(content)), 0),
       (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size),
       coalesce(sum(cost_pico_usd), 0),
       (SELECT count(*) FROM run_words WHERE finished IS NOT NULL),
       (SELECT count(*) FROM run_words WHERE finished IS NOT NULL AND requests = 0)
FROM replies
