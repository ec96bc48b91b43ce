//! The right edge of a growing tree: all that is needed to append leaves and to know the root.
//!
//! One hash per set bit of the size, the largest perfect subtree first: at most 64 hashes, 24 at ten million leaves.

use super::{TreeHash, empty_root, node_hash};

/// A compact range `[0, size)`. Appending costs one node hash on average; no leaf has to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<TreeHash>,
}

/// Stored bytes that no frontier has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// There is no complete size in front.
    #[error("a frontier starts with eight bytes of size")]
    NoSize,
    /// The number of hashes is not the number of set bits of the size.
    #[error("a frontier of {size} leaves does not have {bytes} bytes of hashes")]
    WrongLength {
        /// Number of leaves that the bytes claim.
        size: u64,
        /// Bytes found after the size.
        bytes: usize,
    },
}

impl Frontier {
    /// The frontier of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf by its hash.
    pub fn append(&mut self, leaf: TreeHash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("every set bit of the size has its peak");
            hash = node_hash(&left, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root over all leaves appended so far.
    pub fn root(&self) -> TreeHash {
        let right_to_left = self.peaks.iter().rev().copied();
        right_to_left.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }

    /// For storage: the size as eight big-endian bytes, then the hashes, the largest subtree first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, hashes) = bytes.split_first_chunk::<8>().ok_or(FrontierError::NoSize)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = hashes.as_chunks::<32>();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(FrontierError::WrongLength { size, bytes: hashes.len() });
        }
        Ok(Self { size, peaks: peaks.iter().copied().map(TreeHash::from_bytes).collect() })
    }
}
