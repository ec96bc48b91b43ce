-- Whoever appends has planned for look-ups in its session. To set that for every call of the trigger cost a twentieth of
-- PostgreSQL's work for an append: a setting that was touched has all of them looked through at the end.
ALTER FUNCTION queue_events() RESET enable_seqscan;
