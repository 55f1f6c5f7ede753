//! The signed message of EF.SOD and of master lists (RFC 5652; ICAO Doc 9303-10, 4.6.2.1): one
//! signer, whose certificate is inside, and signed attributes.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use jiff::Timestamp;
use thiserror::Error;
use x509_cert::attr::Attributes;
use x509_cert::time::Time;

use crate::certificate::{Certificate, CertificateFlaw, instant};
use crate::key::{Digest, Scheme, WeakOrUnknown};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");

/// What is wrong with a signed message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MessageFlaw {
    /// No valid DER of its type.
    #[error("it is no valid signed message")]
    Der,
    /// Not of the type that it has to be.
    #[error("it holds something else")]
    Content,
    /// Not exactly one signer.
    #[error("it has not exactly one signer")]
    Signers,
    /// The signer's certificate is not inside.
    #[error("the signer's certificate is missing")]
    NoCertificate,
    /// The signer's certificate.
    #[error("the signer's certificate: {0}")]
    Certificate(#[from] CertificateFlaw),
    /// A digest or signature that is not allowed.
    #[error(transparent)]
    Weak(#[from] WeakOrUnknown),
}

/// The signature of a message is not that of its signer, or not of this content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the signature is not that of the signer's key over this content")]
pub struct WrongSignature;

/// A signed message, read; the signature is not verified yet.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// What is signed.
    pub(crate) content: Vec<u8>,
    /// The signer's certificate.
    pub(crate) signer: Certificate,
    /// When it says that it was signed.
    pub(crate) signed_at: Option<Timestamp>,
    signature: Signature,
}

#[derive(Debug, Clone)]
struct Signature {
    scheme: Scheme,
    digest: Digest,
    attributes: Vec<u8>,
    message_digest: Vec<u8>,
    value: Vec<u8>,
}

impl Message {
    /// Reads a message with this type of content.
    pub(crate) fn read(der: &[u8], content_type: ObjectIdentifier) -> Result<Self, MessageFlaw> {
        let info = ContentInfo::from_der(der).map_err(|_| MessageFlaw::Der)?;
        if info.content_type != SIGNED_DATA {
            return Err(MessageFlaw::Content);
        }
        let data: SignedData = info.content.decode_as().map_err(|_| MessageFlaw::Der)?;
        if data.encap_content_info.econtent_type != content_type {
            return Err(MessageFlaw::Content);
        }
        let content = data.encap_content_info.econtent.as_ref();
        let content = content.ok_or(MessageFlaw::Content)?;
        let content: OctetString = content.decode_as().map_err(|_| MessageFlaw::Der)?;
        let mut signers = data.signer_infos.0.iter();
        let (Some(signer), None) = (signers.next(), signers.next()) else {
            return Err(MessageFlaw::Signers);
        };
        // Fields that no signature covers have to be what they can only be.
        if !data
            .digest_algorithms
            .iter()
            .any(|d| d == &signer.digest_alg)
        {
            return Err(MessageFlaw::Der);
        }
        let attributes = signer.signed_attrs.as_ref().ok_or(MessageFlaw::Der)?;
        let named: ObjectIdentifier = attribute(attributes, CONTENT_TYPE)?;
        if named != content_type {
            return Err(MessageFlaw::Content);
        }
        Ok(Self {
            content: content.into_bytes().to_vec(),
            signer: certificate(&data, &signer.sid)?,
            signed_at: signing_time(attributes)?,
            signature: signature(signer, attributes)?,
        })
    }

    /// Verifies the signature with the key of the certificate inside (RFC 5652, 5.6). Whether that
    /// certificate is to be trusted is another question.
    pub(crate) fn verify(&self) -> Result<(), WrongSignature> {
        let signature = &self.signature;
        let digest = signature.digest.of_bytes(&self.content);
        let key = self.signer.key();
        let right = digest == signature.message_digest
            && key.verifies(signature.scheme, &signature.attributes, &signature.value);
        if right { Ok(()) } else { Err(WrongSignature) }
    }
}

fn signature(signer: &SignerInfo, attributes: &Attributes) -> Result<Signature, MessageFlaw> {
    let digest = Digest::of(&signer.digest_alg).allowed()?;
    let scheme = Scheme::of(&signer.signature_algorithm, Some(digest)).allowed()?;
    if scheme.digest() != digest {
        return Err(WeakOrUnknown("a signature with another digest".to_owned()).into());
    }
    let message_digest: OctetString = attribute(attributes, MESSAGE_DIGEST)?;
    Ok(Signature {
        scheme,
        digest,
        // Signed is the plain SET, not the field with its tag of context (RFC 5652, 5.4).
        attributes: attributes.to_der().map_err(|_| MessageFlaw::Der)?,
        message_digest: message_digest.into_bytes().to_vec(),
        value: signer.signature.as_bytes().to_vec(),
    })
}

fn certificate(data: &SignedData, signer: &SignerIdentifier) -> Result<Certificate, MessageFlaw> {
    let choices = data.certificates.as_ref().map(|set| set.0.iter());
    for choice in choices.into_iter().flatten() {
        let CertificateChoices::Certificate(parsed) = choice else {
            continue;
        };
        let body = parsed.tbs_certificate();
        let meant = match signer {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                body.issuer() == &id.issuer && body.serial_number() == &id.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => {
                let own = body.get_extension::<x509_cert::ext::pkix::SubjectKeyIdentifier>();
                own.ok().flatten().is_some_and(|(_, own)| own == *id)
            }
        };
        if meant {
            let der = parsed.to_der().map_err(|_| MessageFlaw::Der)?;
            return Ok(Certificate::read(&der)?);
        }
    }
    Err(MessageFlaw::NoCertificate)
}

/// The one value of an attribute that has to be there once.
fn attribute<T: for<'a> Decode<'a>>(
    attributes: &Attributes,
    oid: ObjectIdentifier,
) -> Result<T, MessageFlaw> {
    optional(attributes, oid)?.ok_or(MessageFlaw::Der)
}

fn optional<T: for<'a> Decode<'a>>(
    attributes: &Attributes,
    oid: ObjectIdentifier,
) -> Result<Option<T>, MessageFlaw> {
    let mut found = attributes.iter().filter(|a| a.oid == oid);
    let (first, second) = (found.next(), found.next());
    let Some(first) = first else { return Ok(None) };
    let mut values = first.values.iter();
    let (Some(value), None, None) = (values.next(), values.next(), second) else {
        return Err(MessageFlaw::Der);
    };
    let der = value.to_der().map_err(|_| MessageFlaw::Der)?;
    T::from_der(&der).map(Some).map_err(|_| MessageFlaw::Der)
}

fn signing_time(attributes: &Attributes) -> Result<Option<Timestamp>, MessageFlaw> {
    Ok(optional::<Time>(attributes, SIGNING_TIME)?.map(instant))
}
