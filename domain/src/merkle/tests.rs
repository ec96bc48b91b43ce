//! Known vectors, an independent implementation, and every way to break a proof.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::Index;
use tlog_tiles::tlog;
use uuid::Uuid;

use super::{
    Consistency, Frontier, FrontierError, Inclusion, Leaf, ProofError, TreeHash, consistency_ranges,
    empty_root, inclusion_ranges, leaf_hash, node_hash, root,
};

/// The eight leaves of the certificate transparency projects' tests.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// Their roots, for sizes 0 to 8.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn numbered(size: u64) -> Vec<TreeHash> {
    (0..size).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

fn with_bit_flipped(hash: &TreeHash, bit: usize) -> TreeHash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    TreeHash::from_bytes(bytes)
}

#[test]
fn agrees_with_the_certificate_transparency_vectors() {
    let leaves: Vec<_> = LEAVES.iter().map(|data| leaf_hash(&hex::decode(data).unwrap())).collect();
    for (size, expected) in ROOTS.iter().enumerate() {
        assert_eq!(root(&leaves[..size]).to_string(), *expected, "size {size}");
    }
    assert_eq!(empty_root().to_string(), ROOTS[0]);
    assert_eq!(
        leaf_hash(b"L123456").to_string(),
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    );
}

#[test]
fn a_hash_is_the_bytes_that_it_was_made_of() {
    let bytes = std::array::from_fn(|index| u8::try_from(index).unwrap());
    let hash = TreeHash::from_bytes(bytes);
    assert_eq!(*hash.as_bytes(), bytes);
    assert_eq!(hash.to_string().parse(), Ok(hash));
}

#[test]
fn a_node_is_hashed_apart_from_a_leaf() {
    let (left, right) = (leaf_hash(b"l"), leaf_hash(b"r"));
    let joined = [left.as_bytes().as_slice(), right.as_bytes().as_slice()].concat();
    assert_ne!(node_hash(&left, &right), leaf_hash(&joined));
}

#[test]
fn a_frontier_knows_the_root_of_every_size() {
    let leaves = numbered(300);
    let mut frontier = Frontier::new();
    for size in 0..=300 {
        assert_eq!(frontier.root(), root(&leaves[..size]), "size {size}");
        assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Ok(frontier.clone()));
        leaves.get(size).into_iter().for_each(|leaf| frontier.append(*leaf));
    }
    assert_eq!(frontier.size(), 300);
}

#[test]
fn a_frontier_refuses_bytes_that_are_none() {
    assert_eq!(Frontier::from_bytes(&[0; 7]), Err(FrontierError::NoSize));
    let mut bytes = 3_u64.to_be_bytes().to_vec();
    bytes.extend([0; 32]);
    assert_eq!(Frontier::from_bytes(&bytes), Err(FrontierError::WrongLength { size: 3, bytes: 32 }));
}

#[test]
fn every_leaf_of_every_small_tree_can_be_proven() {
    let leaves = numbered(70);
    for size in 0..=leaves.len() {
        let tree = &leaves[..size];
        for (index, leaf) in tree.iter().enumerate() {
            let proof = Inclusion::of(tree, index as u64).unwrap();
            assert_eq!(proof.verify(leaf, &root(tree)), Ok(()), "{index} of {size}");
        }
        assert_eq!(Inclusion::of(tree, size as u64), None);
    }
}

#[test]
fn every_small_tree_is_consistent_with_every_later_one() {
    let leaves = numbered(40);
    for new in 0..=leaves.len() {
        for old in 0..=new {
            let proof = Consistency::of(&leaves[..new], old as u64).unwrap();
            let roots = (root(&leaves[..old]), root(&leaves[..new]));
            assert_eq!(proof.verify(&roots.0, &roots.1), Ok(()), "{old} of {new}");
            if old != new {
                assert!(proof.verify(&roots.1, &roots.0).is_err(), "{old} of {new}, swapped");
            }
        }
        assert_eq!(Consistency::of(&leaves[..new], new as u64 + 1), None);
    }
}

#[test]
fn refuses_what_is_outside_the_tree() {
    let (leaf, path) = (leaf_hash(b"gm"), Vec::new());
    let inclusion = Inclusion { index: 0, size: 0, path: path.clone() };
    assert_eq!(inclusion.verify(&leaf, &empty_root()), Err(ProofError::OutsideTheTree));
    let consistency = Consistency { old_size: 2, new_size: 1, path };
    assert_eq!(consistency.verify(&leaf, &leaf), Err(ProofError::OutsideTheTree));
}

#[test]
fn a_hash_is_written_as_hexadecimal_digits() {
    let hash = leaf_hash(b"gm");
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(json, format!("\"{hash}\""));
    assert_eq!(serde_json::from_str::<TreeHash>(&json).unwrap(), hash);
    assert!("00".parse::<TreeHash>().is_err());
}

fn leaf() -> Leaf<'static> {
    Leaf {
        position: 7,
        event_id: Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001),
        aggregate_type: "post",
        aggregate_id: "a1",
        sequence: 3,
        event_type: "PostQueued",
        event_version: "1.0",
        recorded_at_micros: -1,
        payload_hash: [0xAA; 32],
        metadata_hash: [0xBB; 32],
    }
}

#[test]
fn an_envelope_is_laid_out_as_documented() {
    let expected = [
        "01",
        "0000000000000007",
        "01920000000070008000000000000001",
        "00000004706f7374",
        "000000026131",
        "0000000000000003",
        "0000000a506f7374517565756564",
        "00000003312e30",
        "ffffffffffffffff",
        &"aa".repeat(32),
        &"bb".repeat(32),
    ];
    assert_eq!(hex::encode(leaf().encode()), expected.concat());
    assert_eq!(leaf().hash(), leaf_hash(&leaf().encode()));
}

#[test]
fn every_field_of_an_envelope_counts() {
    let changed = [
        Leaf { position: 8, ..leaf() },
        Leaf { event_id: Uuid::nil(), ..leaf() },
        Leaf { aggregate_type: "posta", aggregate_id: "1", ..leaf() },
        Leaf { aggregate_id: "a2", ..leaf() },
        Leaf { sequence: 4, ..leaf() },
        Leaf { event_type: "PostQueued1", event_version: ".0", ..leaf() },
        Leaf { event_version: "1.1", ..leaf() },
        Leaf { recorded_at_micros: 0, ..leaf() },
        Leaf { payload_hash: [0; 32], ..leaf() },
        Leaf { metadata_hash: [0; 32], ..leaf() },
    ];
    for other in changed {
        assert_ne!(other.hash(), leaf().hash(), "{other:?}");
    }
}

/// The hashes that the independent implementation wants to have stored.
struct StoredHashes(Vec<tlog::Hash>);

impl tlog::HashReader for StoredHashes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

fn stored(size: u64) -> StoredHashes {
    (0..size).fold(StoredHashes(Vec::new()), |mut stored, index| {
        let more = tlog::stored_hashes(index, &index.to_be_bytes(), &stored).unwrap();
        stored.0.extend(more);
        stored
    })
}

fn path(hashes: &[tlog::Hash]) -> Vec<TreeHash> {
    hashes.iter().map(|hash| TreeHash::from_bytes(hash.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn agrees_with_an_independent_implementation(size in 1_u64..2_000, index in any::<Index>()) {
        let (leaves, theirs) = (numbered(size), stored(size));
        let at = index.index(leaves.len()) as u64;
        prop_assert_eq!(tlog::tree_hash(size, &theirs).unwrap().0, *root(&leaves).as_bytes());
        prop_assert_eq!(path(&tlog::prove_record(size, at, &theirs).unwrap()), Inclusion::of(&leaves, at).unwrap().path);
        let tree = tlog::prove_tree(size, at + 1, &theirs).unwrap();
        prop_assert_eq!(path(&tree), Consistency::of(&leaves, at + 1).unwrap().path);
    }

    #[test]
    fn a_changed_inclusion_proof_fails(size in 1_u64..600, index in any::<Index>(), bit in 0_usize..256) {
        let leaves = numbered(size);
        let at = index.index(leaves.len());
        let (leaf, root) = (leaves[at], root(&leaves));
        let proof = Inclusion::of(&leaves, at as u64).unwrap();
        prop_assert_eq!(proof.verify(&leaf, &root), Ok(()));
        prop_assert!(proof.verify(&with_bit_flipped(&leaf, bit), &root).is_err());
        prop_assert!(proof.verify(&leaf, &with_bit_flipped(&root, bit)).is_err());
        for changed in changed_paths(&proof.path, bit) {
            let changed = Inclusion { path: changed, ..proof };
            prop_assert!(changed.verify(&leaf, &root).is_err());
        }
        for other in (0..size).filter(|other| *other != proof.index) {
            let changed = Inclusion { index: other, ..proof.clone() };
            prop_assert!(changed.verify(&leaf, &root).is_err());
        }
        let other_shape = |other: &u64| inclusion_ranges(proof.index, *other).len() != proof.path.len();
        for other in (0..2 * size).filter(other_shape) {
            let changed = Inclusion { size: other, ..proof.clone() };
            prop_assert!(changed.verify(&leaf, &root).is_err());
        }
    }

    #[test]
    fn a_changed_consistency_proof_fails(size in 2_u64..600, old in any::<Index>(), bit in 0_usize..256) {
        let leaves = numbered(size);
        let old = old.index(leaves.len() - 1) + 1;
        let (before, after) = (root(&leaves[..old]), root(&leaves));
        let proof = Consistency::of(&leaves, old as u64).unwrap();
        prop_assert_eq!(proof.verify(&before, &after), Ok(()));
        prop_assert!(proof.verify(&with_bit_flipped(&before, bit), &after).is_err());
        prop_assert!(proof.verify(&before, &with_bit_flipped(&after, bit)).is_err());
        for changed in changed_paths(&proof.path, bit) {
            let changed = Consistency { path: changed, ..proof };
            prop_assert!(changed.verify(&before, &after).is_err());
        }
        for other in (0..=size).filter(|other| *other != proof.old_size) {
            let changed = Consistency { old_size: other, ..proof.clone() };
            prop_assert!(changed.verify(&before, &after).is_err());
        }
        let other_shape = |other: &u64| consistency_ranges(proof.old_size, *other).len() != proof.path.len();
        for other in (0..2 * size).filter(other_shape) {
            let changed = Consistency { new_size: other, ..proof.clone() };
            prop_assert!(changed.verify(&before, &after).is_err());
        }
    }
}

/// The path with one bit flipped in each hash, one hash less, and one more at either end.
fn changed_paths(path: &[TreeHash], bit: usize) -> Vec<Vec<TreeHash>> {
    let mut changed: Vec<Vec<TreeHash>> = Vec::new();
    for at in 0..path.len() {
        let mut flipped = path.to_vec();
        flipped[at] = with_bit_flipped(&flipped[at], bit);
        let mut shorter = path.to_vec();
        shorter.remove(at);
        changed.extend([flipped, shorter]);
    }
    let extra = leaf_hash(b"extra");
    changed.push([path, &[extra]].concat());
    changed.push([&[extra], path].concat());
    changed
}
