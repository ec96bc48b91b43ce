//! Error classes of the database: retry elsewhere, retry with a fresh snapshot, or give up.

/// What an error of the driver means for whoever has to decide what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseErrorClass {
    /// The connection or the server is gone; what became of the statement is unknown.
    Unavailable,
    /// Concurrent transactions won: again, with a fresh snapshot.
    Contended,
    /// The statement itself is at fault.
    Rejected,
}

impl DatabaseErrorClass {
    /// Reads the error's class.
    pub fn of(error: &sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else { return Self::of_driver(error) };
        match database.code().as_deref() {
            // unique violation, serialization failure, deadlock, lock and statement timeouts
            Some("23505" | "40001" | "40P01" | "55P03" | "57014") => Self::Contended,
            // not a primary (any more); ended by the server, because the network swallowed what we said in between
            Some("25006" | "25P03" | "25P04") => Self::Unavailable,
            // connection lost, shutdown, no room
            Some(code) if ["08", "53", "57"].iter().any(|class| code.starts_with(class)) => Self::Unavailable,
            Some(_) | None => Self::Rejected,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the driver's errors are not ours to list")]
    fn of_driver(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Encode(_) | sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
                Self::Rejected
            }
            _ => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseErrorClass;

    #[test]
    fn a_lost_connection_is_not_the_statements_fault() {
        let lost = sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert_eq!(DatabaseErrorClass::of(&lost), DatabaseErrorClass::Unavailable);
        assert_eq!(DatabaseErrorClass::of(&sqlx::Error::PoolTimedOut), DatabaseErrorClass::Unavailable);
        assert_eq!(
            DatabaseErrorClass::of(&sqlx::Error::Encode("a NUL".into())),
            DatabaseErrorClass::Rejected
        );
    }
}
