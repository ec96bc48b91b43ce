//! The keyring (envelope encryption): one key per text, wrapped by its project's key, wrapped by the master key.
//!
//! AES-256-GCM-SIV everywhere, the random nonce in front. The associated data is the id of the key, so that
//! no ciphertext fits into another's place. Text keys are never cached: forgetting must take effect at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use commands::port::ServiceError;
use commands::port::vault::Vault;
use domain::stream::StreamId;
use moka::future::Cache;
use projections::statements;
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::codec::EventReadError;
use super::master_key::MasterKey;

/// The scope of texts that belong to no project, e.g. names of people.
pub const NO_PROJECT: Uuid = Uuid::nil();

/// How many projects' keys are kept in memory.
const CACHED_SCOPES: u64 = 1_000;
/// How long, at most.
const CACHED_FOR: Duration = Duration::from_mins(5);

statements! {
    SCOPE_KEY = "SELECT wrapped FROM project_keys WHERE scope = $1";

    INSERT_SCOPE_KEY = "INSERT INTO project_keys (scope, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    /// Whether texts were sealed with a key of this scope: a project's own stream begins with some.
    HAS_TEXTS = "
        SELECT EXISTS (SELECT FROM events e JOIN text_keys USING (event_id)
                        WHERE e.aggregate_type = 'project' AND e.aggregate_id = $1::uuid::text)
            OR EXISTS (SELECT FROM events e JOIN text_key_tombstones USING (event_id)
                        WHERE e.aggregate_type = 'project' AND e.aggregate_id = $1::uuid::text)
            OR $1::uuid = $2::uuid AND EXISTS (SELECT FROM text_keys WHERE scope = $2)";

    /// And what is left of those that were destroyed.
    TEXT_KEYS = "
        SELECT t.key_id, t.scope, t.wrapped, p.wrapped AS scope_wrapped
          FROM (SELECT key_id, scope, wrapped FROM text_keys WHERE event_id = ANY($1)
                 UNION ALL
                SELECT key_id, NULL, NULL FROM text_key_tombstones WHERE event_id = ANY($1)) t
          LEFT JOIN project_keys p ON p.scope = t.scope";

    FORGET = "
        WITH destroyed AS (
            DELETE FROM text_keys t USING unnest($1::text[], $2::text[]) s (kind, id)
              JOIN events e ON e.aggregate_type = s.kind AND e.aggregate_id = s.id
             WHERE t.event_id = e.event_id RETURNING t.event_id, t.key_id),
        tombstones AS (
            INSERT INTO text_key_tombstones (event_id, key_id) SELECT event_id, key_id FROM destroyed
                ON CONFLICT DO NOTHING)
        SELECT count(*) FROM destroyed";
}

/// A key that seals bytes.
pub(super) struct Key(RandomizedNonceKey);

/// A new key for one text, with its wrapped form for the table.
pub(super) struct NewTextKey {
    /// Its id, stored beside the ciphertext.
    pub(super) id: Uuid,
    /// Seals the one text.
    pub(super) key: Key,
    /// The key, sealed by its scope's key.
    pub(super) wrapped: Vec<u8>,
}

impl Key {
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(RandomizedNonceKey::new(&AES_256_GCM_SIV, bytes).expect("32 bytes are an AES-256 key"))
    }

    /// The nonce, the ciphertext and the tag.
    pub(super) fn seal(&self, id: Uuid, plain: &[u8]) -> Vec<u8> {
        let mut secret = plain.to_vec();
        // The id is authenticated with it, so that a ciphertext which is moved to another row does not open there.
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(id.as_bytes()), &mut secret)
            .expect("texts and keys are far below the cipher's limit");
        [nonce.as_ref().as_slice(), &secret].concat()
    }

    /// What was sealed under this id; `None` when the key, the id or the bytes are not the right ones.
    pub(super) fn open(&self, id: Uuid, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, secret) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut plain = Zeroizing::new(secret.to_vec());
        let length =
            self.0.open_in_place(Nonce::from(nonce), Aad::from(id.as_bytes()), &mut plain).ok()?.len();
        // In place: this buffer is wiped when it is dropped, and a copy would not be.
        plain.truncate(length);
        Some(plain)
    }

    fn unwrap(&self, id: Uuid, wrapped: &[u8]) -> Option<Self> {
        let bytes = self.open(id, wrapped)?;
        Some(Self::from_bytes(bytes.as_slice().try_into().ok()?))
    }

    /// A new key, wrapped by this one.
    pub(super) fn new_text_key(&self) -> NewTextKey {
        let (id, bytes) = (uuid::Builder::from_random_bytes(*random()).into_uuid(), random());
        NewTextKey { id, wrapped: self.seal(id, bytes.as_slice()), key: Self::from_bytes(&bytes) }
    }
}

fn random<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    aws_lc_rs::rand::fill(bytes.as_mut_slice()).expect("the operating system gives random bytes");
    bytes
}

/// The keys in Postgres, and the master key that opens them.
#[derive(Clone)]
pub struct Keyring {
    inner: Arc<KeyringState>,
}

struct KeyringState {
    pool: PgPool,
    master: Key,
    scopes: Cache<Uuid, Arc<Key>>,
}

impl Keyring {
    /// Opens the keyring and proves that the master key is the one that it was made with.
    ///
    /// # Errors
    /// [`EventReadError::WrongMasterKey`] when it is not.
    pub async fn open(pool: PgPool, master: &MasterKey) -> Result<Self, EventReadError> {
        let scopes = Cache::builder().max_capacity(CACHED_SCOPES).time_to_live(CACHED_FOR).build();
        let keyring =
            Self { inner: Arc::new(KeyringState { pool, master: Key::from_bytes(master.bytes()), scopes }) };
        keyring.scope_key(NO_PROJECT).await?;
        Ok(keyring)
    }

    /// The key of a project, made when it is asked for the first time.
    pub(super) async fn scope_key(&self, scope: Uuid) -> Result<Arc<Key>, EventReadError> {
        match self.inner.scopes.get(&scope).await {
            Some(key) => Ok(key),
            // rarely: in a box, so that it takes no room in every command's future
            None => Box::pin(self.read_scope_key(scope)).await,
        }
    }

    async fn read_scope_key(&self, scope: Uuid) -> Result<Arc<Key>, EventReadError> {
        let stored = match self.stored_scope_key(scope).await? {
            Some(stored) => stored,
            // Another key would let new texts be written, and hide that the old ones are lost.
            None if self.has_texts(scope).await? => return Err(damaged(scope, "it is missing")),
            None => self.make_scope_key(scope).await?,
        };
        let error = || match scope {
            NO_PROJECT => EventReadError::WrongMasterKey { scope },
            _ => damaged(scope, "it does not open with MEMEBOT_MASTER_KEY"),
        };
        self.unwrapped_scope_key(scope, &stored).await.ok_or_else(error)
    }

    async fn stored_scope_key(&self, scope: Uuid) -> Result<Option<Vec<u8>>, EventReadError> {
        sqlx::query_scalar(SCOPE_KEY)
            .bind(scope)
            .fetch_optional(&self.inner.pool)
            .await
            .map_err(EventReadError::reading("read a project's key"))
    }

    async fn has_texts(&self, scope: Uuid) -> Result<bool, EventReadError> {
        sqlx::query_scalar(HAS_TEXTS)
            .bind(scope)
            .bind(NO_PROJECT)
            .fetch_one(&self.inner.pool)
            .await
            .map_err(EventReadError::reading("see whether a project has texts"))
    }

    /// Of several instances that make the key at once, the first wins.
    async fn make_scope_key(&self, scope: Uuid) -> Result<Vec<u8>, EventReadError> {
        let wrapped = self.inner.master.seal(scope, random::<32>().as_slice());
        sqlx::query(INSERT_SCOPE_KEY)
            .bind(scope)
            .bind(&wrapped)
            .execute(&self.inner.pool)
            .await
            .map_err(EventReadError::reading("make a project's key"))?;
        Ok(self.stored_scope_key(scope).await?.unwrap_or(wrapped))
    }

    async fn unwrapped_scope_key(&self, scope: Uuid, wrapped: &[u8]) -> Option<Arc<Key>> {
        let key = Arc::new(self.inner.master.unwrap(scope, wrapped)?);
        self.inner.scopes.insert(scope, Arc::clone(&key)).await;
        Some(key)
    }

    /// The keys of these events' texts, and the tombstones of those that were forgotten, in one query.
    pub(super) async fn text_keys(&self, events: &[Uuid]) -> Result<TextKeys, EventReadError> {
        if events.is_empty() {
            return Ok(TextKeys::Read(HashMap::new()));
        }
        let rows: Vec<TextKeyRow> = sqlx::query_as(TEXT_KEYS)
            .bind(events)
            .fetch_all(&self.inner.pool)
            .await
            .map_err(EventReadError::reading("read the keys of texts"))?;
        Ok(self.unwrapped(&rows).await)
    }

    /// The keys of these rows.
    pub(super) async fn unwrapped(&self, rows: &[TextKeyRow]) -> TextKeys {
        let mut keys = HashMap::with_capacity(rows.len());
        for row in rows {
            let (Some(scope), Some(wrapped)) = (row.scope, &row.wrapped) else {
                keys.insert(row.key_id, TextKey::Forgotten);
                continue;
            };
            // A text whose key is there and whose scope's key is not is damaged, not forgotten.
            let scope_key = self.known_scope_key(scope, row.scope_wrapped.as_deref()).await;
            let key = scope_key.and_then(|key| key.unwrap(row.key_id, wrapped));
            keys.entry(row.key_id).or_insert(key.map_or(TextKey::Damaged, TextKey::Known));
        }
        TextKeys::Read(keys)
    }

    async fn known_scope_key(&self, scope: Uuid, wrapped: Option<&[u8]>) -> Option<Arc<Key>> {
        if let Some(key) = self.inner.scopes.get(&scope).await {
            return Some(key);
        }
        self.unwrapped_scope_key(scope, wrapped?).await
    }
}

fn damaged(scope: Uuid, what: &str) -> EventReadError {
    EventReadError::Damaged { at: format!("the key of project {scope}"), what: what.to_owned() }
}

/// What is known of the keys of some texts.
#[derive(Default)]
pub(super) enum TextKeys {
    /// They were not read: every text counts as forgotten.
    #[default]
    Unread,
    /// They were, by their ids; one that is not there is missing.
    Read(HashMap<Uuid, TextKey>),
}

/// What is known of the key of a text.
pub(super) enum TextKey {
    Known(Key),
    /// It was destroyed, because the text was to be forgotten.
    Forgotten,
    /// It does not open, or its scope's key does not.
    Damaged,
}

/// The key of a text as it is stored, with that of its scope; of one that was destroyed only the id is left.
#[derive(sqlx::FromRow)]
pub(super) struct TextKeyRow {
    pub(super) key_id: Uuid,
    pub(super) scope: Option<Uuid>,
    pub(super) wrapped: Option<Vec<u8>>,
    pub(super) scope_wrapped: Option<Vec<u8>>,
}

#[async_trait]
impl Vault for Keyring {
    async fn forget(&self, streams: &[StreamId]) -> Result<u64, ServiceError> {
        let kinds: Vec<&str> = streams.iter().map(|stream| stream.kind.name()).collect();
        let ids: Vec<&str> = streams.iter().map(|stream| stream.id.as_str()).collect();
        let destroyed =
            sqlx::query_scalar::<_, i64>(FORGET).bind(kinds).bind(ids).fetch_one(&self.inner.pool);
        let destroyed = destroyed.await.map_err(|error| ServiceError::Unavailable {
            service: "postgres",
            why: format!("destroy the keys of texts: {error}"),
            retry_after: None,
        })?;
        Ok(destroyed.cast_unsigned())
    }
}
