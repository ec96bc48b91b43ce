//! Damage: an event becomes unreadable in the transaction that gives it its position, so that its leaf is that of the good
//! bytes, every consumer meets the damaged ones, and an audit is content once they are restored.

use anyhow::ensure;
use sqlx::{FromRow, raw_sql};

use super::until_found;
use crate::stage::{PATIENCE, Stage};

/// The trigger works with the rights of its owner, and past the guards of the history: both are the stage's own.
const PREPARE: &str = "
CREATE TABLE proof_orders (project text PRIMARY KEY, kind text NOT NULL);
CREATE TABLE proof_originals (number serial PRIMARY KEY, position bigint NOT NULL, event_id uuid NOT NULL, event_type text NOT NULL,
    event_version text NOT NULL, payload text NOT NULL, metadata text NOT NULL, keys jsonb NOT NULL);
CREATE FUNCTION proof_damage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET session_replication_role = replica AS $$
DECLARE e record; ordered text;
BEGIN
    SELECT * INTO e FROM events WHERE event_id = NEW.event_id;
    DELETE FROM proof_orders WHERE project = e.aggregate_id RETURNING kind INTO ordered;
    IF ordered IS NULL THEN RETURN NULL; END IF;
    INSERT INTO proof_originals (position, event_id, event_type, event_version, payload, metadata, keys)
    SELECT NEW.position, e.event_id, e.event_type, e.event_version, e.payload::text, e.metadata::text,
           coalesce((SELECT jsonb_agg(to_jsonb(k)) FROM text_keys k WHERE k.event_id = e.event_id), '[]');
    CASE ordered
        WHEN 'type' THEN UPDATE events SET event_type = 'VibeTranslated',
             payload = replace(payload::text, 'VibeSet', 'VibeTranslated')::json WHERE event_id = e.event_id;
        WHEN 'version' THEN UPDATE events SET event_version = '9.0' WHERE event_id = e.event_id;
        WHEN 'shape' THEN UPDATE events SET payload = '{\"VibeSet\": {\"vibe\": 7}}' WHERE event_id = e.event_id;
        WHEN 'seal' THEN UPDATE events
             SET payload = replace(payload::text, '\"data\":\"', '\"data\":\"AAAA')::json WHERE event_id = e.event_id;
        WHEN 'key' THEN DELETE FROM text_keys WHERE event_id = e.event_id;
        WHEN 'actor' THEN UPDATE events
             SET metadata = jsonb_set(metadata::jsonb, '{actor,kind}', '\"agent\"')::json WHERE event_id = e.event_id;
    END CASE;
    RETURN NULL;
END $$;
CREATE TRIGGER proof_damage AFTER INSERT ON event_log FOR EACH ROW EXECUTE FUNCTION proof_damage()";

const RESTORE: &str = "
UPDATE events e SET event_type = o.event_type, event_version = o.event_version, payload = o.payload::json, metadata = o.metadata::json
  FROM proof_originals o WHERE o.event_id = e.event_id AND o.position = $1";

const RESTORE_KEYS: &str = "
INSERT INTO text_keys SELECT k.* FROM proof_originals o, jsonb_populate_recordset(NULL::text_keys, o.keys) k
 WHERE o.position = $1 ON CONFLICT DO NOTHING";

/// What is wrong with the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    UnknownType,
    UnknownVersion,
    WrongShape,
    DamagedSeal,
    MissingKey,
    UnknownActor,
}

impl Damage {
    pub(super) const ALL: [Self; 6] = [
        Self::UnknownType,
        Self::UnknownVersion,
        Self::WrongShape,
        Self::DamagedSeal,
        Self::MissingKey,
        Self::UnknownActor,
    ];

    /// Its name as the trigger knows it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::UnknownType => "type",
            Self::UnknownVersion => "version",
            Self::WrongShape => "shape",
            Self::DamagedSeal => "seal",
            Self::MissingKey => "key",
            Self::UnknownActor => "actor",
        }
    }

    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::UnknownType => "of a type that the program does not know",
            Self::UnknownVersion => "of a version that the program does not know",
            Self::WrongShape => "of another shape than its type has",
            Self::DamagedSeal => "with a sealed text that does not open",
            Self::MissingKey => "with a text whose key is gone without having been forgotten",
            Self::UnknownActor => "by an actor of a kind that the program does not know",
        }
    }
}

/// An event as it is told of.
#[derive(Debug, FromRow)]
pub(super) struct DamagedEvent {
    pub(super) position: i64,
    /// Its type as it is now.
    pub(super) event_type: String,
    pub(super) stream: String,
}

/// Puts the trigger in its place.
pub(super) async fn prepare(stage: &Stage) -> anyhow::Result<()> {
    raw_sql(PREPARE).execute(stage.pool()).await?;
    Ok(())
}

/// Orders that the project's next event is damaged.
pub(super) async fn arm(stage: &Stage, project: &str, kind: Damage) -> anyhow::Result<()> {
    let order = "INSERT INTO proof_orders VALUES ($1, $2)";
    sqlx::query(order).bind(project).bind(kind.name()).execute(stage.pool()).await?;
    Ok(())
}

impl DamagedEvent {
    /// The event of the order of this number, once it has its position.
    pub(super) async fn wait(stage: &Stage, number: usize) -> anyhow::Result<Self> {
        let find = "SELECT o.position, e.event_type, e.aggregate_type || '/' || e.aggregate_id AS stream
                      FROM proof_originals o JOIN events e USING (event_id) WHERE number = $1";
        let number = i32::try_from(number + 1)?;
        until_found("the event is damaged", PATIENCE, async || {
            Ok(sqlx::query_as(find).bind(number).fetch_optional(stage.pool()).await?)
        })
        .await
    }

    /// Gives it its good bytes and keys back, as a repair or a newer program would.
    pub(super) async fn restore(&self, stage: &Stage) -> anyhow::Result<()> {
        let mut tx = engine::postgres::begin(stage.pool()).await?;
        sqlx::raw_sql("SET LOCAL session_replication_role = replica").execute(&mut *tx).await?;
        let restored = sqlx::query(RESTORE).bind(self.position).execute(&mut *tx).await?;
        ensure!(restored.rows_affected() == 1, "position {} is restored", self.position);
        sqlx::query(RESTORE_KEYS).bind(self.position).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}
