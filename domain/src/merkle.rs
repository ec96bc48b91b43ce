//! The Merkle tree of the event log: RFC 9162 over SHA-256, with proofs that anybody can check.
//!
//! A leaf hash is `SHA-256(0x00 ‖ data)`, an inner node `SHA-256(0x01 ‖ left ‖ right)`; the two first bytes keep
//! a node from being passed off as a leaf. A tree that is not a power of two is split at the largest power of two
//! below its size. There is no hash chain beside it: one structure, one meaning.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

mod frontier;
mod leaf;
mod proof;
#[cfg(test)]
mod tests;

pub use frontier::{Frontier, FrontierError};
pub use leaf::{LEAF_FORMAT, Leaf};
pub use proof::{Consistency, Inclusion, ProofError, consistency_ranges, inclusion_ranges};

/// A SHA-256 value: of a leaf, of a node or of a whole tree. Shown and serialised as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TreeHash([u8; 32]);

impl TreeHash {
    /// Takes 32 bytes as they are, for instance from a row.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeHash({self})")
    }
}

/// Text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tree hash is 64 hexadecimal digits")]
pub struct NotATreeHash;

impl FromStr for TreeHash {
    type Err = NotATreeHash;

    fn from_str(text: &str) -> Result<Self, NotATreeHash> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotATreeHash)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for TreeHash {
    type Error = NotATreeHash;

    fn try_from(text: String) -> Result<Self, NotATreeHash> {
        text.parse()
    }
}

impl From<TreeHash> for String {
    fn from(hash: TreeHash) -> Self {
        hash.to_string()
    }
}

/// The hash of one leaf's data (RFC 9162, 2.1.1).
pub fn leaf_hash(data: &[u8]) -> TreeHash {
    digest(&[&[0x00], data])
}

/// The hash of an inner node over its two children (RFC 9162, 2.1.1).
pub fn node_hash(left: &TreeHash, right: &TreeHash) -> TreeHash {
    digest(&[&[0x01], &left.0, &right.0])
}

/// The root of a tree without leaves: the hash of nothing.
pub fn empty_root() -> TreeHash {
    digest(&[])
}

/// The root over leaf hashes in their order.
pub fn root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        [..] => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}

fn digest(parts: &[&[u8]]) -> TreeHash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    TreeHash(hasher.finalize().into())
}
