//! The name cache: what people are called. Names come with their messages and stay in memory; nothing is stored, so nothing
//! has to be forgotten.

use domain::actor::Actor;
use domain::id::MemberId;
use moka::future::Cache;
use projections::statements;
use sqlx::PgPool;
use teloxide::types::User;

/// How the id of a Telegram user begins where it is stored.
const TELEGRAM: &str = "telegram:";
/// Names remembered at a time.
const CAPACITY: u64 = 10_000;

statements! {
    NAME = "
        SELECT name FROM admins WHERE telegram_user_id = $1 AND name IS NOT NULL
        ORDER BY granted_at DESC LIMIT 1";
}

/// The names of people.
#[derive(Clone)]
pub(super) struct NameCache {
    names: Cache<i64, String>,
    pool: PgPool,
}

impl NameCache {
    /// Nobody yet; `pool` is asked for the names of admins.
    pub(super) fn new(pool: PgPool) -> Self {
        Self { names: Cache::new(CAPACITY), pool }
    }

    /// Remembers what somebody is called.
    pub(super) async fn remember_name(&self, user: &User) {
        let name = user.mention().unwrap_or_else(|| user.full_name());
        self.names.insert(id_of(user), name).await;
    }

    /// The name of a Telegram user who was met.
    pub(super) async fn remembered_name(&self, user: i64) -> Option<String> {
        self.names.get(&user).await
    }

    /// What to call somebody.
    pub(super) async fn name(&self, actor: &Actor) -> String {
        match actor {
            Actor::Member(member) => self.member(member).await,
            Actor::Process(name) => format!("the {name} process"),
            Actor::Operator(name) => format!("the operator {name}"),
        }
    }

    /// What to call whoever is stored as text, such as `telegram:1001`.
    pub(super) async fn name_of(&self, stored: &str) -> String {
        match stored.split_once(':') {
            Some(("process", name)) => self.name(&Actor::process(name)).await,
            Some(("operator", name)) => self.name(&Actor::Operator(name.to_owned())).await,
            Some(_) | None => self.member(&MemberId(stored.to_owned())).await,
        }
    }

    /// The words with names in place of the ids of Telegram users.
    pub(super) async fn in_place_of_ids(&self, words: &str) -> String {
        let (mut told, mut rest) = (String::with_capacity(words.len()), words);
        while let Some(at) = rest.find(TELEGRAM) {
            let digits = &rest[at + TELEGRAM.len()..];
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            told.push_str(&rest[..at]);
            match digits[..end].parse() {
                Ok(user) => told.push_str(&self.member(&MemberId::telegram(user)).await),
                Err(_) => told.push_str(&rest[at..at + TELEGRAM.len() + end]),
            }
            rest = &digits[end..];
        }
        told + rest
    }

    async fn member(&self, member: &MemberId) -> String {
        let Some(user) = member.telegram_user() else { return member.to_string() };
        if let Some(name) = self.remembered_name(user).await {
            return name;
        }
        // A person who was granted a role and never wrote to this instance is known by the read model alone.
        match self.admin(user).await {
            Ok(Some(name)) => name,
            Ok(None) => format!("user {user}"),
            Err(error) => {
                tracing::debug!(%error, "a name could not be looked up");
                format!("user {user}")
            }
        }
    }

    async fn admin(&self, user: i64) -> Result<Option<String>, sqlx::Error> {
        sqlx::query_scalar(NAME).bind(user).fetch_optional(&self.pool).await
    }
}

/// The id of a user as the rest of the program writes it.
pub(super) fn id_of(user: &User) -> i64 {
    user.id.0.cast_signed()
}
