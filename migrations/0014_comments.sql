-- What the tables and columns are for, where everybody sees it: in psql and in docs/schema.sql, not in migrations alone.

COMMENT ON TABLE events IS 'The streams, append-only; the first seven columns are those of postgres-es';
COMMENT ON COLUMN events.sequence IS 'Number within the stream, from 1';
COMMENT ON COLUMN events.payload IS 'json, not jsonb: hashes are taken over the stored bytes; texts of people are sealed';
COMMENT ON COLUMN events.project_id IS 'The project concerned, if any';
COMMENT ON COLUMN events.ingest_seq IS 'Drawn before the commit: of two events seen one after the other, the first has the smaller number';

COMMENT ON TABLE commands IS 'Receipts: what became of every command, written in the statement that wrote its events';
COMMENT ON COLUMN commands.request_hash IS 'SHA-256 of the request: the same id with another request is a fault of the caller';
COMMENT ON COLUMN commands.event_ids IS 'Every event that it made, on whatever stream; an event that no receipt names was slipped in';
COMMENT ON COLUMN commands.refusal IS 'Why it was refused; null otherwise';

COMMENT ON TABLE event_pending IS 'Outbox: committed events without a position; nearly always empty';

COMMENT ON TABLE event_log IS 'The log: committed events in order. No foreign key to events: a deleted event must leave its trace here';
COMMENT ON COLUMN event_log.position IS 'Dense: 1 to N';
COMMENT ON COLUMN event_log.partition IS 'By project, or else by aggregate; fixed for ever';
COMMENT ON COLUMN event_log.previous IS 'Position of the event before it in the partition, 0 for none: how a consumer notices a gap';
COMMENT ON COLUMN event_log.leaf_hash IS 'RFC 9162 leaf over the canonical envelope of the event as stored';
COMMENT ON COLUMN event_log.sequenced_at IS 'Never goes back, so a moment can be turned into a position';

COMMENT ON TABLE sequencer_state IS 'One row. Its lock is the fence: whoever holds it is the sequencer, whatever a lease says';
COMMENT ON COLUMN sequencer_state.frontier IS 'Right edge of the Merkle tree: its size and the hashes of its perfect subtrees';
COMMENT ON COLUMN sequencer_state.partition_heads IS 'Last position in each partition, 0 for none';

COMMENT ON TABLE project_keys IS 'A key per project, wrapped by the master key';
COMMENT ON COLUMN project_keys.scope IS 'The project; all zeros: for texts outside any project';

COMMENT ON TABLE text_keys IS 'A key per sealed text, wrapped by its project''s; deleting the row is what forgetting a text means';
COMMENT ON COLUMN text_keys.scope IS 'The project whose key wraps it';
COMMENT ON COLUMN text_keys.event_id IS 'The event that has the text';

COMMENT ON TABLE consumer_cursors IS 'How far each consumer has applied the log; moved with its rows, and only from the value that was read';
COMMENT ON COLUMN consumer_cursors.partition IS '0 to 15; -1: the one row of a consumer that needs all events in one order';
COMMENT ON COLUMN consumer_cursors.position IS 'Position of the last event applied or parked; 0 for none';

COMMENT ON TABLE parked_events IS 'Dead letters: events that a consumer could not apply, and those behind them with the same key';
COMMENT ON COLUMN parked_events.attempts IS 'Tries so far; 0 for an event that stands behind another';

COMMENT ON TABLE parked_requests IS 'Requests of operators that a consumer tries a parked key again';

COMMENT ON TABLE leases IS 'Who does what only one instance should do; `instance:<holder>` tells whether an instance lives';
COMMENT ON COLUMN leases.until IS 'Database time';
COMMENT ON COLUMN leases.fence IS 'Grows with every change of holder';
COMMENT ON COLUMN leases.session_pid IS 'Process number of the session that renewed it last';
COMMENT ON COLUMN leases.session_began IS 'When that session began; null where the holder may not see it';
COMMENT ON COLUMN leases.server_began IS 'When that session''s server began';
COMMENT ON COLUMN leases.shares IS 'On an instance''s own row: the partitions that it works on now, by consumer';

COMMENT ON TABLE effects IS 'Jobs of process managers, stored in the transaction that moves their cursor; ids, never text of people';
COMMENT ON COLUMN effects.effect_id IS 'Derived from cause and step: a job is stored once, however often its event is seen';
COMMENT ON COLUMN effects.priority IS '0: a person waits; 10: has a time to keep; 20: nobody waits';
COMMENT ON COLUMN effects.attempts IS 'Tries that ended without an answer that counts';
COMMENT ON COLUMN effects.due_at IS 'Business time';
COMMENT ON COLUMN effects.lease_holder IS 'The instance that performs it; only while running';
COMMENT ON COLUMN effects.lease_until IS 'Database time; afterwards it is performed again';

COMMENT ON TABLE clean_ups IS 'How much each clean-up job has removed, counted in the transaction that removed it';

COMMENT ON TABLE projection_versions IS 'The versions of each read model; one without a row here has the version that the program names';
COMMENT ON COLUMN projection_versions.state IS 'building: by `memebot rebuild`; ready: up to date; live: shown by the view; former: was live, up to date; retired';
COMMENT ON COLUMN projection_versions.switched_at IS 'When it last became live';

COMMENT ON TABLE chat_sessions IS 'The project that a person chose in a chat';
COMMENT ON TABLE telegram_prompts IS 'Questions of the bot that a reply answers';
COMMENT ON COLUMN telegram_prompts.purpose IS 'What the answer is for: ids and numbers, never text of people';
COMMENT ON TABLE notice_copies IS 'Messages that show a notice, to be edited when what it is about changes';
COMMENT ON COLUMN notice_copies.subject IS 'What the notice is about, as JSON';
COMMENT ON COLUMN notice_copies.shown_hash IS 'SHA-256 (hex) of text and buttons, so that nothing is sent to say the same again';

COMMENT ON TABLE epochs IS 'Which database continues the history, append-only';
COMMENT ON COLUMN epochs.number IS 'From 1; also the end of the name of the JetStream stream';
COMMENT ON COLUMN epochs.system_identifier IS 'Of pg_control_system(): another one in every cluster that initdb made';
COMMENT ON COLUMN epochs.timeline IS 'Grows when a standby is promoted or a point-in-time recovery ends';
COMMENT ON COLUMN epochs.table_oid IS 'Of this table: another one after a dump was restored';
COMMENT ON COLUMN epochs.log_position IS 'Where the log ended when the epoch was opened';
COMMENT ON TABLE epoch_doubts IS 'What was noticed in an epoch: nothing is published in an epoch that has a row here';
COMMENT ON TABLE epoch_notices IS 'Which owners were told that publishing is held';
