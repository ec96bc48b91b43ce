-- Owners are told of more than a held history, so an alarm is known by its subject.
CREATE TABLE owner_notices (
    subject text NOT NULL,
    chat bigint NOT NULL,
    told_at timestamptz,
    claimed_until timestamptz,
    PRIMARY KEY (subject, chat)
);
COMMENT ON TABLE owner_notices IS 'Who was told of which alarm';
COMMENT ON COLUMN owner_notices.subject IS 'The occasion: of one everybody is told once';
COMMENT ON COLUMN owner_notices.chat IS 'The Telegram user who is told';
COMMENT ON COLUMN owner_notices.told_at IS 'When; null while an instance is about to';
COMMENT ON COLUMN owner_notices.claimed_until IS 'Until when no other instance tells this person; null once told';

-- Who knows that publishing is held is not told again. The old table stays for instances of the program before this one.
INSERT INTO owner_notices SELECT 'epoch-' || epoch, chat, told_at, claimed_until FROM epoch_notices;
COMMENT ON TABLE epoch_notices IS 'Which owners were told that publishing is held; up to migration 0016, see owner_notices';
