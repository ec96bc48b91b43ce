//! The short form of the long proofs, for every change.

use proofs::crash_matrix::CrashMatrix;
use proofs::options::Options;

#[tokio::test]
async fn a_dozen_deaths_under_load_lose_and_double_nothing() {
    let options = Options { seed: 1, cases: None, minutes: None, broken: None };
    let report =
        proofs::run::run(&CrashMatrix::short(), &options).await.expect("the proof can be carried out");
    assert_eq!(report.failed, 0, "{:#}", report.details);
}
