//! Keys: a master key outside the database wraps the keys inside it.
//!
//! Sealed value: `1 | key id (4 bytes) | nonce (12) | AES-256-GCM ciphertext and tag`, with a context
//! (table and subject) as associated data, so that a value cannot be moved to another row unseen.
//! Digest of an identifier: HMAC-SHA-256 under a key of its own, so that a stolen database gives no
//! numbers by trying all of them.

use std::collections::BTreeMap;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use crate::db::Conn;
use crate::packet_key::PacketKey;
use crate::{Error, Result};

/// The key that wraps all others: 32 bytes in a file only the service may read.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// From raw bytes (tests, or a hardware module's answer).
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the key file, or makes one with the given randomness when it is missing.
    pub fn load_or_make(file: &Path, random: &mut dyn FnMut(&mut [u8])) -> Result<Self> {
        match std::fs::read(file) {
            Ok(bytes) => <[u8; 32]>::try_from(bytes.as_slice())
                .map(Self::from_bytes)
                .map_err(|_| Error::Keys(format!("{} must hold exactly 32 bytes", file.display()))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Self::make(file, random),
            Err(e) => Err(Error::Keys(format!("{}: {e}", file.display()))),
        }
    }

    fn make(file: &Path, random: &mut dyn FnMut(&mut [u8])) -> Result<Self> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;

        let mut bytes = [0_u8; 32];
        random(&mut bytes);
        let write = || {
            let mut f = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(file)?;
            f.write_all(&bytes)?;
            f.sync_all()
        };
        write().map_err(|e| Error::Keys(format!("{}: {e}", file.display())))?;
        Ok(Self::from_bytes(bytes))
    }
}

/// The keys of one database, opened.
pub struct Keys {
    seal: BTreeMap<u32, LessSafeKey>,
    current: u32,
    digest: hmac::Key,
    audit_seed: Zeroizing<[u8; 32]>,
    packet: BTreeMap<u32, PacketKey>,
    nonce: std::sync::Mutex<NonceSource>,
}

/// Nonces are random, 96 bits, from the operating system: they must differ, not be repeatable.
struct NonceSource(aws_lc_rs::rand::SystemRandom);

fn aead(bytes: &[u8]) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, bytes)
        .map(LessSafeKey::new)
        .map_err(|_| Error::Seal("key"))
}

fn seal_with(key: &LessSafeKey, nonce: [u8; 12], context: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
    let mut sealed = plain.to_vec();
    key.seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(context),
        &mut sealed,
    )
    .map_err(|_| Error::Seal("encrypt"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open_with(key: &LessSafeKey, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, body) = sealed
        .split_first_chunk::<12>()
        .ok_or(Error::Seal("too short"))?;
    let mut body = body.to_vec();
    let length = key
        .open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(context),
            &mut body,
        )
        .map_err(|_| Error::Seal("wrong key or changed value"))?
        .len();
    body.truncate(length);
    Ok(body)
}

row! {
    struct KeyRow {
        purpose: String,
        id: i64,
        wrapped: Vec<u8>,
    }
}

const PURPOSES: [&str; 4] = ["seal", "digest", "audit", "packet"];

impl Keys {
    pub(crate) async fn load(
        mut conn: Conn<'_>,
        master: &MasterKey,
        random: &mut (dyn FnMut(&mut [u8]) + Send),
    ) -> Result<Self> {
        let wrapping = aead(master.0.as_slice())?;
        for purpose in PURPOSES {
            let mut key = Zeroizing::new([0_u8; 32]);
            random(key.as_mut_slice());
            let mut nonce = [0_u8; 12];
            random(&mut nonce);
            let wrapped = seal_with(&wrapping, nonce, purpose.as_bytes(), key.as_slice())?;
            insert_missing(&mut conn, purpose, wrapped).await?;
        }
        let mut seal = BTreeMap::new();
        let mut packet = BTreeMap::new();
        let mut others = BTreeMap::new();
        for row in all_keys(&mut conn).await? {
            let key = Zeroizing::new(
                open_with(&wrapping, row.purpose.as_bytes(), &row.wrapped).map_err(|_| {
                    Error::Keys("the master key file does not belong to this database".to_owned())
                })?,
            );
            let id = u32::try_from(row.id).unwrap_or(0);
            match row.purpose.as_str() {
                "seal" => drop(seal.insert(id, aead(&key)?)),
                "packet" => drop(packet.insert(id, PacketKey::of(key.as_slice())?)),
                _ => drop(others.insert(row.purpose, key)),
            }
        }
        let current = seal
            .keys()
            .next_back()
            .copied()
            .ok_or_else(|| Error::Keys("no data key".into()))?;
        let digest = others
            .get("digest")
            .ok_or_else(|| Error::Keys("no digest key".into()))?;
        let audit = others
            .get("audit")
            .ok_or_else(|| Error::Keys("no audit key".into()))?;
        let audit_seed =
            <[u8; 32]>::try_from(audit.as_slice()).map_err(|_| Error::Seal("audit key"))?;
        Ok(Self {
            seal,
            current,
            digest: hmac::Key::new(hmac::HMAC_SHA256, digest),
            audit_seed: Zeroizing::new(audit_seed),
            packet,
            nonce: std::sync::Mutex::new(NonceSource(aws_lc_rs::rand::SystemRandom::new())),
        })
    }

    fn fresh_nonce(&self) -> Result<[u8; 12]> {
        use aws_lc_rs::rand::SecureRandom;
        let mut nonce = [0_u8; 12];
        let source = self.nonce.lock().map_err(|_| Error::Seal("nonce"))?;
        source
            .0
            .fill(&mut nonce)
            .map_err(|_| Error::Seal("nonce"))?;
        Ok(nonce)
    }

    /// Seals bytes for one context, such as `account/sub_…`.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let key = self.seal.get(&self.current).ok_or(Error::Seal("key"))?;
        let body = seal_with(key, self.fresh_nonce()?, context.as_bytes(), plain)?;
        Ok([&[1], self.current.to_be_bytes().as_slice(), &body].concat())
    }

    /// Opens bytes sealed for the same context.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let rest = sealed.strip_prefix(&[1]).ok_or(Error::Seal("version"))?;
        let (id, body) = rest
            .split_first_chunk::<4>()
            .ok_or(Error::Seal("too short"))?;
        let key = self
            .seal
            .get(&u32::from_be_bytes(*id))
            .ok_or(Error::Seal("unknown key"))?;
        open_with(key, context.as_bytes(), body)
    }

    /// Seals a value as JSON.
    pub fn seal_json(&self, context: &str, value: &impl serde::Serialize) -> Result<Vec<u8>> {
        let plain = Zeroizing::new(serde_json::to_vec(value).map_err(|_| Error::Seal("json"))?);
        self.seal(context, &plain)
    }

    /// Opens a sealed JSON value.
    pub fn open_json<T: serde::de::DeserializeOwned>(
        &self,
        context: &str,
        sealed: &[u8],
    ) -> Result<T> {
        let plain = Zeroizing::new(self.open(context, sealed)?);
        serde_json::from_slice(&plain).map_err(|_| Error::Seal("json"))
    }

    /// Keyed digest of an identifier or a one-time secret; `kind` keeps namespaces apart.
    pub fn digest(&self, kind: &str, value: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.digest);
        context.update(kind.as_bytes());
        context.update(&[0]);
        context.update(value.as_bytes());
        context.sign().as_ref().to_vec()
    }

    /// The key with this number that packets of counters are sealed to.
    pub fn packet_key(&self, id: u32) -> Option<&PacketKey> {
        self.packet.get(&id)
    }

    /// The one that new packets are sealed to, with its number: the latest.
    pub fn new_packet_key(&self) -> Option<(u32, &PacketKey)> {
        self.packet.iter().next_back().map(|(id, key)| (*id, key))
    }

    /// Seed of the Ed25519 key that signs audit checkpoints.
    pub fn audit_seed(&self) -> &[u8; 32] {
        &self.audit_seed
    }
}

async fn insert_missing(conn: &mut Conn<'_>, purpose: &str, wrapped: Vec<u8>) -> Result<()> {
    const SQL: &str = "INSERT INTO vault_key (purpose, id, wrapped) VALUES ($1, 1, $2) ON CONFLICT (purpose, id) DO NOTHING";
    match conn {
        Conn::Lite(c) => {
            c.execute(SQL, &[&purpose, &wrapped])?;
        }
        Conn::Pg(c) => {
            let insert = sqlx::query(SQL).bind(purpose).bind(wrapped);
            insert.execute(&mut **c).await?;
        }
    }
    Ok(())
}

async fn all_keys(conn: &mut Conn<'_>) -> Result<Vec<KeyRow>> {
    const SQL: &str = "SELECT purpose, id, wrapped FROM vault_key ORDER BY purpose, id";
    Ok(match conn {
        Conn::Lite(c) => c.all(SQL, &[])?,
        Conn::Pg(c) => sqlx::query_as(SQL).fetch_all(&mut **c).await?,
    })
}
