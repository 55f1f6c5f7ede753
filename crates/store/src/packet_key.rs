//! The key that counters seal their packets to while the line is down (ECDH on P-256). Of its seed, wrapped beside the
//! other keys, the same key is made at each start; the private half leaves the server nowhere.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// Of 32 random bytes one in four milliards is no scalar of the curve; the next one is taken then.
const TRIES: u8 = 8;

/// A key of the server.
pub struct PacketKey {
    private: PrivateKey,
    public: Vec<u8>,
}

impl PacketKey {
    /// Out of a seed.
    pub(crate) fn of(seed: &[u8]) -> Result<Self> {
        let seed = hmac::Key::new(hmac::HMAC_SHA256, seed);
        let private = (0..TRIES).find_map(|n| {
            let made = hmac::sign(&seed, &[b"dinhdanh-packet-key".as_slice(), &[n]].concat());
            let scalar = Zeroizing::new(made.as_ref().to_vec());
            PrivateKey::from_private_key(&ECDH_P256, &scalar).ok()
        });
        let private = private.ok_or(Error::Seal("packet key"))?;
        let public = private.compute_public_key();
        let public = public.map_err(|_| Error::Seal("packet key"))?;
        Ok(Self {
            public: public.as_ref().to_vec(),
            private,
        })
    }

    /// The public half: an uncompressed point.
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// What it shares with a packet's own key; nothing where that is no point of the curve.
    pub fn shared(&self, ephemeral: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let theirs = UnparsedPublicKey::new(&ECDH_P256, ephemeral);
        agree(&self.private, theirs, (), |secret| {
            Ok(Zeroizing::new(secret.to_vec()))
        })
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_key_and_another_another() {
        let [one, same, other] = [[1; 32], [1; 32], [2; 32]].map(|s| PacketKey::of(&s).unwrap());
        assert_eq!(one.public(), same.public());
        assert_ne!(one.public(), other.public());
        assert_eq!(one.public().len(), 65);
        assert_eq!(
            *one.shared(other.public()).unwrap(),
            *other.shared(same.public()).unwrap()
        );
        for bad in [&[][..], &[4; 65], &[0; 65]] {
            assert!(one.shared(bad).is_none());
        }
    }
}
