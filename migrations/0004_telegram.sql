-- What the Telegram edge remembers: the project a person works on, questions it asked, and where notices are shown.
-- None of it is history: losing these rows costs a question asked again or a notice sent twice.

-- The project that a person chose in a chat.
CREATE TABLE chat_sessions (
    chat_id    bigint      NOT NULL,
    user_id    bigint      NOT NULL,
    project_id uuid        NOT NULL,
    -- Business time.
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);

-- Questions that a reply answers, such as "what should the variant say instead?". A question may be answered
-- more than once; the command behind it decides.
CREATE TABLE telegram_prompts (
    chat_id    bigint      NOT NULL,
    message_id integer     NOT NULL,
    -- What the answer is for: ids and numbers, never text of people.
    purpose    jsonb       NOT NULL,
    -- Business time.
    created_at timestamptz NOT NULL,
    PRIMARY KEY (chat_id, message_id)
);
CREATE INDEX telegram_prompts_by_age ON telegram_prompts (created_at);

-- Messages that show a notice, to be edited when what it is about changes.
CREATE TABLE notice_copies (
    -- What the notice is about, as JSON.
    subject    text        NOT NULL,
    chat_id    bigint      NOT NULL,
    message_id integer     NOT NULL,
    -- SHA-256 (hex) of the text and buttons shown, so that nothing is sent to say the same again.
    shown_hash text        NOT NULL,
    -- Business time.
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (subject, chat_id)
);
CREATE INDEX notice_copies_by_message ON notice_copies (chat_id, message_id);
