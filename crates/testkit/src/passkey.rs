//! An authenticator of sorts (`WebAuthn`): makes passkeys and signs with them, and can be told to misbehave.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A device with one passkey, as a browser of our own site drives it.
pub struct Authenticator {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    user: String,
    /// Counts signatures; set it back to play a copy.
    pub counter: u32,
    /// Whether the holder unlocks the device.
    pub unlocked: bool,
    /// Where the browser says it is.
    pub origin: String,
}

impl Default for Authenticator {
    fn default() -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random);
        let key = EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_ASN1_SIGNING,
            made.expect("a key").as_ref(),
        )
        .expect("a key");
        let id = digest(&SHA256, key.public_key().as_ref()).as_ref().to_vec();
        Self {
            key,
            id,
            user: String::new(),
            counter: 0,
            unlocked: true,
            origin: "http://localhost".to_owned(),
        }
    }
}

impl Authenticator {
    /// `navigator.credentials.create` with what a page gave, as `JSON.stringify` writes its answer.
    pub fn create(&mut self, options: &Value) -> String {
        text(options, "/user/id").clone_into(&mut self.user);
        let client = self.client("webauthn.create", options);
        let public = self.key.public_key().as_ref();
        let (x, y) = public.split_at(33);
        let mut data = self.data(text(options, "/rp/id"), ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(&self.id);
        // COSE_Key: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(x.iter().skip(1));
        data.extend([0x22, 0x58, 32]);
        data.extend(y);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        let response = json!({ "clientDataJSON": BASE64.encode(client), "attestationObject": BASE64.encode(object) });
        self.answer(&response)
    }

    /// `navigator.credentials.get`, the same way.
    pub fn get(&mut self, options: &Value) -> String {
        if self.counter > 0 {
            self.counter += 1;
        }
        let client = self.client("webauthn.get", options);
        let data = self.data(text(options, "/rpId"), 0);
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed);
        let response = json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.expect("a signature")),
            "userHandle": self.user,
        });
        self.answer(&response)
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": text(options, "/challenge"), "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, site: &str, also: u8) -> Vec<u8> {
        let verified = if self.unlocked { VERIFIED } else { 0 };
        let mut data = digest(&SHA256, site.as_bytes()).as_ref().to_vec();
        data.push(PRESENT | verified | also);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} })
            .to_string()
    }
}

fn text<'a>(options: &'a Value, place: &str) -> &'a str {
    let value = options.pointer(place).and_then(Value::as_str);
    value.expect("a text of the options")
}
