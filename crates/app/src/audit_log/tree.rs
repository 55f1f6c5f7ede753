//! Hashes of the growing tree (RFC 6962 section 2.1) and its signed checkpoints (C2SP tlog-checkpoint).

use std::collections::HashMap;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use signed_note::{Note, Signer, StandardSigner, StandardVerifier, VerifierList};
use store::{Keys, Source, log};
use tlog_tiles::{Checkpoint, Hash, HashReader};

use crate::{Error, Result};

/// Name of the log in its checkpoints.
const ORIGIN: &str = "dinhdanh.vn/audit";
/// Name under which receipts are signed: the same key, but no receipt can be taken for a checkpoint.
const RECEIPT: &str = "dinhdanh.vn/receipt";
const ED25519: u8 = 1;

fn broken(what: &str) -> Error {
    Error::Internal(format!("audit log: {what}"))
}

/// The part of the tree that appending needs: the peaks, and what was added since.
pub(super) struct Frontier {
    pub(super) size: u64,
    hashes: HashMap<u64, Hash>,
}

impl HashReader for Frontier {
    fn read_hashes(&self, indexes: &[u64]) -> std::result::Result<Vec<Hash>, tlog_tiles::Error> {
        let found: Option<Vec<Hash>> = indexes
            .iter()
            .map(|i| self.hashes.get(i).copied())
            .collect();
        found.ok_or(tlog_tiles::Error::InvalidInput("a hash is missing".into()))
    }
}

impl Frontier {
    /// An empty tree.
    pub(super) fn empty() -> Self {
        Self {
            size: 0,
            hashes: HashMap::new(),
        }
    }

    /// The peaks of a stored tree.
    pub(super) async fn load(source: &mut impl Source, size: u64) -> Result<Self> {
        let mut frontier = Self {
            size,
            hashes: HashMap::new(),
        };
        for index in peaks(size) {
            let stored = log::hash(source, i64::try_from(index).unwrap_or(i64::MAX)).await?;
            let bytes = stored.ok_or_else(|| broken("a stored hash is missing"))?;
            let hash = <[u8; 32]>::try_from(bytes.as_slice())
                .map_err(|_| broken("a stored hash is damaged"))?;
            frontier.hashes.insert(index, Hash(hash));
        }
        Ok(frontier)
    }

    /// Appends a leaf; gives the new stored hashes with their indexes.
    pub(super) fn append(&mut self, leaf: &[u8]) -> Result<Vec<(u64, Hash)>> {
        let leaf = <[u8; 32]>::try_from(leaf).map_err(|_| broken("a leaf is damaged"))?;
        let first = tlog_tiles::stored_hash_index(0, self.size);
        let new = tlog_tiles::stored_hashes_for_record_hash(self.size, Hash(leaf), self)
            .map_err(|e| broken(&e.to_string()))?;
        self.size += 1;
        let placed: Vec<(u64, Hash)> = (first..).zip(new).collect();
        self.hashes.extend(placed.iter().copied());
        Ok(placed)
    }

    /// Forgets what appending no longer needs, so that memory stays flat.
    pub(super) fn shrink(&mut self) {
        let keep: Vec<u64> = peaks(self.size);
        self.hashes.retain(|index, _| keep.contains(index));
    }

    /// Root of the tree.
    pub(super) fn root(&self) -> Result<Hash> {
        tlog_tiles::tree_hash(self.size, self).map_err(|e| broken(&e.to_string()))
    }
}

fn peaks(size: u64) -> Vec<u64> {
    if size == 0 {
        Vec::new()
    } else {
        tlog_tiles::sub_tree_index(0, size, Vec::new())
    }
}

fn public_key(keys: &Keys) -> Result<Vec<u8>> {
    let pair = Ed25519KeyPair::from_seed_unchecked(keys.audit_seed()).map_err(|_| broken("key"))?;
    Ok([&[ED25519], pair.public_key().as_ref()].concat())
}

fn key_named(keys: &Keys, name: &str) -> Result<String> {
    let key = public_key(keys)?;
    let id = signed_note::key_id(name, &key);
    Ok(format!("{name}+{id:08x}+{}", STANDARD.encode(key)))
}

/// The log's public key in the form of C2SP signed-note, for auditors.
pub fn verifier_key(keys: &Keys) -> Result<String> {
    key_named(keys, ORIGIN)
}

/// The public key of receipts, for whoever is shown one.
pub fn receipt_key(keys: &Keys) -> Result<String> {
    key_named(keys, RECEIPT)
}

/// Signs a text as a C2SP note.
fn note(keys: &Keys, name: &str, text: &str) -> Result<String> {
    let id = signed_note::key_id(name, &public_key(keys)?);
    let secret = STANDARD.encode([&[ED25519], keys.audit_seed().as_slice()].concat());
    let signer = StandardSigner::new(&format!("PRIVATE+KEY+{name}+{id:08x}+{secret}"))
        .map_err(|e| broken(&e.to_string()))?;
    let mut note = Note::new(text.as_bytes(), &[]).map_err(|e| broken(&e.to_string()))?;
    let signers: [&dyn Signer; 1] = [&signer];
    note.add_sigs(&signers)
        .map_err(|e| broken(&e.to_string()))?;
    String::from_utf8(note.to_bytes()).map_err(|_| broken("note"))
}

/// Signs a receipt: its name on the first line, the facts as JSON on the second.
pub fn sign_receipt(keys: &Keys, facts: &serde_json::Value) -> Result<String> {
    note(keys, RECEIPT, &format!("{RECEIPT}\n{facts}\n"))
}

/// A signed checkpoint of a tree.
pub(super) fn sign(keys: &Keys, size: u64, root: Hash) -> Result<String> {
    let text = format!("{ORIGIN}\n{size}\n{}\n", STANDARD.encode(root.0));
    note(keys, ORIGIN, &text)
}

/// Reads a checkpoint whose signature is ours: size and root.
pub(super) fn open(keys: &Keys, note: &str) -> Option<(u64, Hash)> {
    let verifier = StandardVerifier::new(&verifier_key(keys).ok()?).ok()?;
    let note = Note::from_bytes(note.as_bytes()).ok()?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)]))
        .ok()?;
    let checkpoint = Checkpoint::from_bytes(note.text()).ok()?;
    Some((checkpoint.size(), *checkpoint.hash()))
}
