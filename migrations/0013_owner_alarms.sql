-- Telling an owner is claimed for a minute, in a transaction that ends before the message is sent: a call to Telegram
-- must not hold a transaction open. A claim whose instance died runs out, and another instance tells the owner.
ALTER TABLE epoch_notices
    ALTER COLUMN told_at DROP NOT NULL,
    ADD COLUMN claimed_until timestamptz;

COMMENT ON COLUMN epoch_notices.told_at IS 'When the owner was told; null while an instance is about to';
COMMENT ON COLUMN epoch_notices.claimed_until IS 'Until when no other instance tells the owner; null once told';
