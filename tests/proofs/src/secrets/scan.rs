//! The scanner: looks for every canary in every form, in one pass over what was found at a place.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use anyhow::Context;

use super::canary::{Canaries, Form};

/// How many bytes around a find are told.
const AROUND: usize = 60;

/// Something that was found at a place: an answer, a table, a log.
pub(super) struct Piece {
    /// What it is.
    pub(super) of: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl Piece {
    /// A piece.
    pub(super) fn new(of: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { of: of.into(), bytes: bytes.into() }
    }
}

/// Where secrets must not be.
pub(super) struct Place {
    /// Its name.
    pub(super) name: &'static str,
    /// Everything that is there.
    pub(super) pieces: Vec<Piece>,
}

/// A canary that was found.
pub(super) struct Find {
    /// Whose.
    pub(super) kind: String,
    /// How it was written.
    pub(super) form: Form,
    /// The piece and the bytes around it.
    pub(super) at: String,
}

/// Looks for canaries.
pub(super) struct Scanner {
    finder: AhoCorasick,
    owners: Vec<(String, Form)>,
}

impl Scanner {
    /// For these.
    pub(super) fn of(canaries: &Canaries) -> anyhow::Result<Self> {
        let all = canaries.all().iter();
        let looks =
            all.flat_map(|canary| canary.looks().map(|(form, look)| ((canary.kind.clone(), form), look)));
        let (owners, looks): (Vec<_>, Vec<_>) = looks.unzip();
        let finder = AhoCorasick::new(looks).context("build the scanner")?;
        Ok(Self { finder, owners })
    }

    /// The first of each kind and form in each piece.
    pub(super) fn scan(&self, place: &Place) -> Vec<Find> {
        place.pieces.iter().flat_map(|piece| self.scan_piece(piece)).collect()
    }

    fn scan_piece(&self, piece: &Piece) -> Vec<Find> {
        let (mut finds, mut known) = (Vec::new(), BTreeSet::new());
        for found in self.finder.find_overlapping_iter(&piece.bytes) {
            let (kind, form) = &self.owners[found.pattern().as_usize()];
            if known.insert((kind, *form)) {
                let around =
                    found.start().saturating_sub(AROUND)..(found.end() + AROUND).min(piece.bytes.len());
                let around = String::from_utf8_lossy(&piece.bytes[around]).into_owned();
                finds.push(Find {
                    kind: kind.clone(), form: *form, at: format!("{}: …{around}…", piece.of)
                });
            }
        }
        finds
    }
}
