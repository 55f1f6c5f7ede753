//! How a packet looks outside: what is read before anything of it is believed. The agent's half, which seals, is in
//! `adapters::counter_agent`; docs/counter-agent.md describes every byte.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use domain::ids::PassId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use store::Keys;
use zeroize::Zeroizing;

/// The most bytes of a whole packet: a reading of a card, a portrait and ten prints as they are kept.
pub const LARGEST: usize = 3 << 20;

const MAGIC: &[u8; 8] = b"DDPACKET";
const VERSION: u8 = 1;
/// Magic, version, number of the key, pass, time, point.
const HEAD: usize = 8 + 1 + 4 + 16 + 8 + POINT;
const POINT: usize = 65;
const TAG: usize = 16;
const SIGNATURE: usize = 64;
/// Keeps keys of packets apart from all others.
const SALT: &[u8] = b"dinhdanh-packet-1";
/// Keeps signatures of packets apart from those of requests.
const SIGNED: &[u8] = b"dinhdanh-packet-1\n";

/// What a packet says without being opened; all of it is authenticated with the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the server's key.
    pub key: u32,
    /// The pass it was taken with.
    pub pass: PassId,
    /// When it was taken, by the computer's clock.
    pub taken: Timestamp,
    /// The packet's own key: an uncompressed point of P-256.
    pub ephemeral: [u8; POINT],
}

impl Head {
    /// As the packet begins.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD);
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.key.to_be_bytes());
        bytes.extend_from_slice(self.pass.as_bytes());
        bytes.extend_from_slice(&millis(self.taken).to_be_bytes());
        bytes.extend_from_slice(&self.ephemeral);
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&[VERSION])?;
        let (key, rest) = rest.split_first_chunk::<4>()?;
        let (pass, rest) = rest.split_first_chunk::<16>()?;
        let (taken, rest) = rest.split_first_chunk::<8>()?;
        Some(Self {
            key: u32::from_be_bytes(*key),
            pass: PassId::from_bytes(*pass),
            taken: from_millis(i64::from_be_bytes(*taken)),
            ephemeral: rest.try_into().ok()?,
        })
    }
}

/// A packet, taken apart.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    head: &'a [u8],
    sealed: &'a [u8],
    unsigned: &'a [u8],
    signature: &'a [u8],
}

/// Takes a packet apart; nothing where it is none.
pub(super) fn read(bytes: &[u8]) -> Option<(Head, Parts<'_>)> {
    if bytes.len() > LARGEST {
        return None;
    }
    let (unsigned, signature) = bytes.split_last_chunk::<SIGNATURE>()?;
    let (head, sealed) = unsigned.split_at_checked(HEAD)?;
    if sealed.len() <= TAG {
        return None;
    }
    let parts = Parts {
        head,
        sealed,
        unsigned,
        signature,
    };
    Some((Head::read(head)?, parts))
}

/// What the agent's key signs.
pub fn signed(unsigned: &[u8]) -> Vec<u8> {
    [SIGNED, unsigned].concat()
}

/// Key and nonce of one packet.
struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32 + 12
    }
}

/// The cipher of one packet: HKDF-SHA256 of what both keys share, bound to the head and the server's public key.
/// It is used once, and its nonce comes out of the same derivation.
pub fn cipher(secret: &[u8], head: &[u8], server: &[u8]) -> Option<(LessSafeKey, Nonce)> {
    let mut made = Zeroizing::new([0; 44]);
    let key = Salt::new(HKDF_SHA256, SALT).extract(secret);
    let info = [head, server];
    let made_of = key.expand(&info, Length).ok()?;
    made_of.fill(made.as_mut_slice()).ok()?;
    let (key, nonce) = made.split_at_checked(32)?;
    let key = UnboundKey::new(&AES_256_GCM, key).ok()?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    Some((LessSafeKey::new(key), nonce))
}

impl Parts<'_> {
    /// Whether the agent with this key signed it.
    pub(super) fn is_of(self, agent: &[u8]) -> bool {
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, agent);
        let text = signed(self.unsigned);
        public.verify(&text, self.signature).is_ok()
    }

    /// What it holds; nothing where it was not sealed to this key, or was altered.
    pub(super) fn open(self, head: &Head, keys: &Keys) -> Option<Zeroizing<Vec<u8>>> {
        let server = keys.packet_key(head.key)?;
        let secret = server.shared(&head.ephemeral)?;
        let (key, nonce) = cipher(&secret, self.head, server.public())?;
        let mut body = Zeroizing::new(self.sealed.to_vec());
        let plain = key.open_in_place(nonce, Aad::from(self.head), body.as_mut_slice());
        let length = plain.ok()?.len();
        body.truncate(length);
        Some(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_goes_out_and_comes_back() {
        let head = Head {
            key: 7,
            pass: PassId::from_bytes([9; 16]),
            taken: "2024-03-04T02:00:00.123Z".parse().unwrap(),
            ephemeral: [4; 65],
        };
        let bytes = head.bytes();
        assert_eq!(bytes.len(), HEAD);
        assert_eq!(Head::read(&bytes), Some(head));
        let packet = [bytes.as_slice(), &[0; TAG + 1], &[0; SIGNATURE]].concat();
        assert!(read(&packet).is_some());
        assert!(
            read(&packet[..packet.len() - 1]).is_none(),
            "nothing sealed"
        );
        for at in 0..=MAGIC.len() {
            let mut other = packet.clone();
            other[at] ^= 1;
            assert!(read(&other).is_none(), "{at}");
        }
    }
}
