//! Signing keys in a PKCS#11 module (a hardware module, or `SoftHSM`): made there, used there, never out.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use oidc::jose::{Alg, JoseError, Jwk, KeyHome, Signer};

use crate::SetupError;

/// `prime256v1` (RFC 5480).
const P256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// `edwards25519` as a printable string (PKCS#11 3.0, 2.3.5).
const ED25519: [u8; 14] = *b"\x13\x0cedwards25519";

/// A token of a module, opened with its user's PIN.
pub struct Module(Arc<Inner>);

struct Inner {
    pkcs11: Pkcs11,
    slot: Slot,
    pin: AuthPin,
    mechanisms: Vec<MechanismType>,
    /// Sessions that nobody uses now; each does one thing at a time.
    idle: Mutex<Vec<Session>>,
}

impl Module {
    /// Opens the token of a label.
    pub fn open(library: &Path, token: &str, pin: &str) -> Result<Self, SetupError> {
        let told = |what: &str, cause: &dyn std::fmt::Display| {
            SetupError(format!(
                "PKCS#11 module {}: {what}: {cause}",
                library.display()
            ))
        };
        let pkcs11 = Pkcs11::new(library).map_err(|e| told("cannot be loaded", &e))?;
        pkcs11
            .initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))
            .map_err(|e| told("cannot be used", &e))?;
        let slots = pkcs11
            .get_slots_with_token()
            .map_err(|e| told("has no tokens", &e))?;
        let labelled = |slot: &Slot| {
            pkcs11
                .get_token_info(*slot)
                .is_ok_and(|info| info.label().trim_end() == token)
        };
        let slot = slots
            .into_iter()
            .find(labelled)
            .ok_or_else(|| told("no token is called", &token))?;
        let mechanisms = pkcs11
            .get_mechanism_list(slot)
            .map_err(|e| told("does not say what it can do", &e))?;
        let inner = Inner {
            pkcs11,
            slot,
            pin: AuthPin::new(pin.into()),
            mechanisms,
            idle: Mutex::default(),
        };
        // A wrong PIN is told at the start, not at the first sign-in; and one open session keeps the login.
        let session = inner
            .session()
            .map_err(|e| told("does not let us in", &e))?;
        inner.back(session);
        Ok(Self(Arc::new(inner)))
    }
}

impl Inner {
    fn session(&self) -> Result<Session, Error> {
        let session = self.pkcs11.open_rw_session(self.slot)?;
        match session.login(UserType::User, Some(&self.pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(other) => Err(other),
        }
    }

    fn back(&self, session: Session) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(session);
    }

    /// Does something in a session; one that a restarted module forgot is replaced once.
    fn with<T>(&self, work: impl Fn(&Session) -> Result<T, Error>) -> Result<T, Error> {
        let idle = || {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop()
        };
        if let Some(session) = idle()
            && let Ok(done) = work(&session)
        {
            self.back(session);
            return Ok(done);
        }
        let session = self.session()?;
        let done = work(&session)?;
        self.back(session);
        Ok(done)
    }

    fn object(
        session: &Session,
        class: ObjectClass,
        id: &[u8],
    ) -> Result<Option<ObjectHandle>, Error> {
        let template = [Attribute::Class(class), Attribute::Id(id.to_vec())];
        Ok(session.find_objects(&template)?.into_iter().next())
    }
}

const fn generating(alg: Alg) -> (Mechanism<'static>, MechanismType) {
    match alg {
        Alg::Es256 => (Mechanism::EccKeyPairGen, MechanismType::ECC_KEY_PAIR_GEN),
        Alg::EdDsa => (
            Mechanism::EccEdwardsKeyPairGen,
            MechanismType::ECC_EDWARDS_KEY_PAIR_GEN,
        ),
        Alg::Rs256 | Alg::Ps256 => (
            Mechanism::RsaPkcsKeyPairGen,
            MechanismType::RSA_PKCS_KEY_PAIR_GEN,
        ),
    }
}

fn templates(alg: Alg, id: [u8; 16]) -> (Vec<Attribute>, Vec<Attribute>) {
    let label = Attribute::Label(format!("dinhdanh {}", alg.as_str()).into_bytes());
    let mut public = vec![
        Attribute::Token(true),
        Attribute::Private(false),
        Attribute::Verify(true),
        Attribute::Id(id.to_vec()),
        label.clone(),
    ];
    match alg {
        Alg::Es256 => public.push(Attribute::EcParams(P256.to_vec())),
        Alg::EdDsa => public.push(Attribute::EcParams(ED25519.to_vec())),
        Alg::Rs256 | Alg::Ps256 => public.extend([
            Attribute::ModulusBits(2048_u64.into()),
            Attribute::PublicExponent(vec![1, 0, 1]),
        ]),
    }
    let private = vec![
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Id(id.to_vec()),
        label,
    ];
    (public, private)
}

impl KeyHome for Module {
    fn name(&self) -> &'static str {
        "pkcs11"
    }

    fn supports(&self, alg: Alg) -> bool {
        // RSASSA-PSS is not asked of a module: no key of ours signs with it.
        alg != Alg::Ps256 && self.0.mechanisms.contains(&generating(alg).1)
    }

    fn make(&self, alg: Alg, id: [u8; 16]) -> Result<(Box<dyn Signer>, Vec<u8>), JoseError> {
        let (public, private) = templates(alg, id);
        let made =
            |session: &Session| session.generate_key_pair(&generating(alg).0, &public, &private);
        let failed = |_| JoseError::Key("the module does not make it");
        self.0.with(made).map_err(failed)?;
        Ok((self.open(alg, &id)?, id.to_vec()))
    }

    fn open(&self, alg: Alg, kept: &[u8]) -> Result<Box<dyn Signer>, JoseError> {
        let public = |session: &Session| {
            let key = Inner::object(session, ObjectClass::PUBLIC_KEY, kept)?;
            key.map(|key| public(session, key, alg)).transpose()
        };
        let missing = JoseError::Key("the module does not have it");
        let jwk = self.0.with(public).map_err(|_| missing)?.ok_or(missing)??;
        let kid = jwk.thumbprint();
        Ok(Box::new(ModuleKey {
            module: self.0.clone(),
            id: kept.to_vec(),
            alg,
            public: jwk.published(&kid, alg),
            kid,
        }))
    }

    fn forget(&self, kept: &[u8]) -> Result<(), JoseError> {
        let all = [Attribute::Id(kept.to_vec())];
        let forgotten = |session: &Session| {
            for object in session.find_objects(&all)? {
                session.destroy_object(object)?;
            }
            Ok(())
        };
        let failed = |_| JoseError::Key("the module does not let go of it");
        self.0.with(forgotten).map_err(failed)
    }
}

/// The public half as the module tells it.
fn public(session: &Session, key: ObjectHandle, alg: Alg) -> Result<Result<Jwk, JoseError>, Error> {
    let wanted = match alg {
        Alg::Es256 | Alg::EdDsa => vec![AttributeType::EcPoint],
        Alg::Rs256 | Alg::Ps256 => vec![AttributeType::Modulus, AttributeType::PublicExponent],
    };
    let told = session.get_attributes(key, &wanted)?;
    let odd = JoseError::Key("the module tells another kind of key");
    Ok(match (alg, told.as_slice()) {
        (Alg::Es256, [Attribute::EcPoint(point)]) => Jwk::from_p256_point(bare(point)),
        (Alg::EdDsa, [Attribute::EcPoint(point)]) => Jwk::from_ed25519(bare(point)),
        (Alg::Rs256 | Alg::Ps256, [Attribute::Modulus(n), Attribute::PublicExponent(e)]) => {
            Jwk::from_rsa(n, e)
        }
        _ => Err(odd),
    })
}

/// A point of 65 or 32 bytes comes as an octet string, with tag and length before it; some modules leave
/// the two away.
fn bare(point: &[u8]) -> &[u8] {
    match point {
        [_, _, rest @ ..] if matches!(rest.len(), 65 | 32) => rest,
        other => other,
    }
}

/// A key of a module.
struct ModuleKey {
    module: Arc<Inner>,
    id: Vec<u8>,
    alg: Alg,
    kid: String,
    public: Jwk,
}

impl ModuleKey {
    fn ask(&self, message: &[u8]) -> Result<Vec<u8>, JoseError> {
        let sign = |session: &Session| {
            let key = Inner::object(session, ObjectClass::PRIVATE_KEY, &self.id)?;
            let key = key.ok_or(Error::Pkcs11(
                RvError::KeyHandleInvalid,
                cryptoki::context::Function::FindObjects,
            ))?;
            match self.alg {
                // The module's plain ECDSA wants the digest, and gives `r || s` as RFC 7518 does.
                Alg::Es256 => {
                    let digest = digest(&SHA256, message);
                    session.sign(&Mechanism::Ecdsa, key, digest.as_ref())
                }
                Alg::EdDsa => {
                    let params = EddsaParams::new(EddsaSignatureScheme::Pure);
                    session.sign(&Mechanism::Eddsa(params), key, message)
                }
                Alg::Rs256 | Alg::Ps256 => session.sign(&Mechanism::Sha256RsaPkcs, key, message),
            }
        };
        self.module.with(sign).map_err(|_| JoseError::Signing)
    }
}

impl Signer for ModuleKey {
    fn alg(&self) -> Alg {
        self.alg
    }

    fn kid(&self) -> &str {
        &self.kid
    }

    fn public(&self) -> &Jwk {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, JoseError> {
        use tokio::runtime::{Handle, RuntimeFlavor};
        // A module over the network takes milliseconds: other requests go on meanwhile.
        let many = |handle: Handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread;
        if Handle::try_current().is_ok_and(many) {
            tokio::task::block_in_place(|| self.ask(message))
        } else {
            self.ask(message)
        }
    }
}
