-- Jobs that wait for what no running program can read are looked for all the time, and there are few of them.
CREATE INDEX effects_unreadable ON effects (created_at)
 WHERE status IN ('queued', 'waiting') AND last_error LIKE 'cannot read %';
