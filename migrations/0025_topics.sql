-- What follows a request stays in its topic of a forum, also when a job does it.
ALTER TABLE effects ADD COLUMN topic integer;

COMMENT ON COLUMN effects.topic IS 'The topic of the chat that the request came from; null outside of forums';
