//! Sealed payloads of jobs: parameters that hold texts of people. Sealed for one job each, so that none fits into another's
//! row; emptied when the job ends.

use domain::id::JobId;
use zeroize::Zeroizing;

use super::codec::EventReadError;
use super::keys::{Keyring, NO_PROJECT};

impl Keyring {
    /// Seals the payload of a job.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub async fn seal_payload(&self, job: JobId, payload: &[u8]) -> Result<Vec<u8>, EventReadError> {
        Ok(self.scope_key(NO_PROJECT).await?.seal(job.0, payload))
    }

    /// What was sealed for the job.
    ///
    /// # Errors
    /// When the key cannot be read, or the payload is not what was sealed.
    pub async fn open_payload(
        &self,
        job: JobId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, EventReadError> {
        let opened = self.scope_key(NO_PROJECT).await?.open(job.0, sealed);
        opened.ok_or_else(|| EventReadError::Damaged {
            at: format!("the payload of job {job}"),
            what: "it does not open".to_owned(),
        })
    }
}
