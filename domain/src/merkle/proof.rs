//! Proofs: that a leaf is in a tree, and that a later tree only appended to an earlier one.
//!
//! What a proof consists of is said as *ranges of leaves* whose roots it holds, so that whoever keeps the hashes
//! (a slice, a table, tiles) can make one. A proof vouches for a size only together with the root: sizes whose
//! proofs have the same shape are told apart by the checkpoint, which signs both. The verifiers are the iterative ones of RFC 9162, 2.1.3.2 and 2.1.4.2.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{TreeHash, empty_root, node_hash, root};

/// Shows that one leaf is at its index in a tree of a given size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inclusion {
    /// Index of the leaf, from 0.
    pub index: u64,
    /// Number of leaves in the tree.
    pub size: u64,
    /// Sibling hashes from the leaf up to the root.
    pub path: Vec<TreeHash>,
}

/// Shows that the first `old_size` leaves of a tree are those of the older tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consistency {
    /// Number of leaves in the older tree.
    pub old_size: u64,
    /// Number of leaves in the newer tree.
    pub new_size: u64,
    /// The hashes in the order of RFC 9162, 2.1.4.1.
    pub path: Vec<TreeHash>,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index is not below the size, or the older tree is larger than the newer one.
    #[error("the proof is for something outside the tree")]
    OutsideTheTree,
    /// The path has more or fewer hashes than this place in the tree needs.
    #[error("the proof has the wrong number of hashes")]
    WrongLength,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    OtherRoot,
}

impl Inclusion {
    /// Makes the proof for the leaf at `index` from all leaf hashes; none if there is no such leaf.
    pub fn of(leaves: &[TreeHash], index: u64) -> Option<Self> {
        let size = leaves.len() as u64;
        if index >= size {
            return None;
        }
        let path = inclusion_ranges(index, size).into_iter().map(|range| root_of(leaves, &range)).collect();
        Some(Self { index, size, path })
    }

    /// Checks that `leaf` stands at the index in the tree with this root.
    pub fn verify(&self, leaf: &TreeHash, root: &TreeHash) -> Result<(), ProofError> {
        if self.index >= self.size {
            return Err(ProofError::OutsideTheTree);
        }
        let mut path = PathToRoot { node: self.index, last: self.size - 1 };
        let mut hash = *leaf;
        for sibling in &self.path {
            // The order of the two decides: a proof that swapped them would fit another leaf.
            hash = match path.next_level()? {
                Side::Left => node_hash(sibling, &hash),
                Side::Right => node_hash(&hash, sibling),
            };
        }
        path.finish(hash == *root)
    }
}

impl Consistency {
    /// Makes the proof from the newer tree's leaf hashes; none if the older tree would be larger.
    pub fn of(leaves: &[TreeHash], old_size: u64) -> Option<Self> {
        let new_size = leaves.len() as u64;
        if old_size > new_size {
            return None;
        }
        let ranges = consistency_ranges(old_size, new_size);
        let path = ranges.into_iter().map(|range| root_of(leaves, &range)).collect();
        Some(Self { old_size, new_size, path })
    }

    /// Checks that the tree with `new_root` begins with all of the tree with `old_root`.
    pub fn verify(&self, old_root: &TreeHash, new_root: &TreeHash) -> Result<(), ProofError> {
        if self.old_size > self.new_size {
            return Err(ProofError::OutsideTheTree);
        }
        if self.old_size == self.new_size {
            return self.without_path(old_root == new_root);
        }
        if self.old_size == 0 {
            return self.without_path(*old_root == empty_root());
        }
        self.verify_path(old_root, new_root)
    }

    fn without_path(&self, roots_fit: bool) -> Result<(), ProofError> {
        if !self.path.is_empty() {
            return Err(ProofError::WrongLength);
        }
        if roots_fit { Ok(()) } else { Err(ProofError::OtherRoot) }
    }

    fn verify_path(&self, old_root: &TreeHash, new_root: &TreeHash) -> Result<(), ProofError> {
        // a power of two is a whole subtree of the newer tree: its root is known and not part of the path
        let known = self.old_size.is_power_of_two().then_some(old_root);
        let mut hashes = known.into_iter().chain(&self.path);
        let start = *hashes.next().ok_or(ProofError::WrongLength)?;
        let shift = (self.old_size - 1).trailing_ones();
        let mut path = PathToRoot { node: (self.old_size - 1) >> shift, last: (self.new_size - 1) >> shift };
        // Both roots are computed from the same hashes: what lies left belongs to both trees, what lies right to the newer.
        let (mut old, mut new) = (start, start);
        for sibling in hashes {
            match path.next_level()? {
                Side::Left => {
                    old = node_hash(sibling, &old);
                    new = node_hash(sibling, &new);
                }
                Side::Right => new = node_hash(&new, sibling),
            }
        }
        path.finish(old == *old_root && new == *new_root)
    }
}

/// On which side of the node its sibling stands.
enum Side {
    Left,
    Right,
}

/// The way from a node to the root: `fn` and `sn` of RFC 9162.
struct PathToRoot {
    node: u64,
    last: u64,
}

impl PathToRoot {
    /// Goes up past the next sibling and says where that stands.
    fn next_level(&mut self) -> Result<Side, ProofError> {
        if self.last == 0 {
            return Err(ProofError::WrongLength);
        }
        let side = if self.node & 1 == 1 || self.node == self.last { Side::Left } else { Side::Right };
        // on the right edge the levels without a sibling are skipped
        let skipped =
            if matches!(side, Side::Left) && self.node != 0 { self.node.trailing_zeros() } else { 0 };
        self.node = self.node >> skipped >> 1;
        self.last = self.last >> skipped >> 1;
        Ok(side)
    }

    fn finish(self, roots_fit: bool) -> Result<(), ProofError> {
        if self.last != 0 {
            return Err(ProofError::WrongLength);
        }
        if roots_fit { Ok(()) } else { Err(ProofError::OtherRoot) }
    }
}

/// Which ranges of leaves an inclusion proof holds the roots of, leaf first. Empty unless `index < size`.
pub fn inclusion_ranges(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut ranges = Vec::new();
    let mut tree = 0..size;
    while tree.contains(&index) && tree.end - tree.start > 1 {
        let middle = split(&tree);
        if index < middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    ranges.reverse();
    ranges
}

/// Which ranges of leaves a consistency proof holds the roots of, in its order. Empty unless `0 < old < new`.
pub fn consistency_ranges(old_size: u64, new_size: u64) -> Vec<Range<u64>> {
    if old_size == 0 || old_size >= new_size {
        return Vec::new();
    }
    let mut ranges = Vec::new();
    let mut tree = 0..new_size;
    while tree.end != old_size {
        let middle = split(&tree);
        if old_size <= middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    if tree.start != 0 {
        ranges.push(tree);
    }
    ranges.reverse();
    ranges
}

/// Where a subtree of more than one leaf is split: at the largest power of two below its size.
fn split(tree: &Range<u64>) -> u64 {
    let below = tree.end - tree.start - 1;
    tree.start + (1 << below.ilog2())
}

fn root_of(leaves: &[TreeHash], range: &Range<u64>) -> TreeHash {
    let index = |at: u64| usize::try_from(at).expect("the range lies inside a slice");
    root(&leaves[index(range.start)..index(range.end)])
}
