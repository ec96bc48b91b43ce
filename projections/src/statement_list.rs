//! A module's SQL statements, in one list.

/// Makes a constant of each SQL statement of a module, and a test that lets PostgreSQL prepare all of them against the
/// migrated schema: a misspelt column fails there, not in production. A module has one list, and no other SQL.
///
/// The test needs `harness` and tokio among the package's development dependencies.
#[macro_export]
macro_rules! statements {
    ($($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $vis:vis $name:ident = $sql:expr;)+) => {
        $($(#[doc = $doc])* $(#[cfg($cfg)])? $vis const $name: &str = $sql;)+

        #[cfg(test)]
        #[::tokio::test]
        async fn statements_fit_the_schema() {
            ::harness::prepare(&[$($(#[cfg($cfg)])? (stringify!($name), $name)),+]).await;
        }
    };
}
