//! Signing keys in a real PKCS#11 module. `SoftHSM` finds its tokens by an environment variable, so each test
//! runs a second time in a process of its own, over a token made for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use adapters::pkcs11::Module;
use oidc::jose::{Alg, Compact, Jwk, JwkSet, KeyHome, LocalKey, Signer, sign};

const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";
const TOKEN: &str = "dinhdanh";
const PIN: &str = "8462 con trâu";
const ID: [u8; 16] = *b"sixteen bytes ok";

/// Runs a test of this file again, where the module has a fresh token.
fn again(test: &str) {
    let folder = std::env::temp_dir().join(format!("dinhdanh-hsm-{test}-{}", std::process::id()));
    let tokens = folder.join("tokens");
    std::fs::create_dir_all(&tokens).unwrap();
    let settings = folder.join("softhsm2.conf");
    std::fs::write(
        &settings,
        format!("directories.tokendir = {}\n", tokens.display()),
    )
    .unwrap();
    let made = Command::new("softhsm2-util")
        .args([
            "--init-token",
            "--free",
            "--label",
            TOKEN,
            "--so-pin",
            "1234",
            "--pin",
            PIN,
        ])
        .env("SOFTHSM2_CONF", &settings)
        .output()
        .expect("softhsm2-util; run: cargo xtask setup");
    assert!(made.status.success(), "{made:?}");
    let inner = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", &format!("pkcs11::{test}")])
        .env("SOFTHSM2_CONF", &settings)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&inner.stdout).into_owned();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        inner.status.success() && told.contains("1 passed"),
        "{told}"
    );
}

fn open() -> Module {
    Module::open(Path::new(LIBRARY), TOKEN, PIN).unwrap()
}

fn verifies(key: &Jwk, signer: &dyn Signer) -> bool {
    let text = sign(signer, Some("JWT"), &serde_json::json!({ "a": 1 })).unwrap();
    let compact = Compact::parse(&text, 4096).unwrap();
    JwkSet(vec![key.clone()])
        .verify(&compact, &[signer.alg()])
        .is_ok()
}

#[test]
fn keys_are_made_used_and_found_again() {
    again("inner_keys");
}

#[test]
#[ignore = "started by the test above"]
fn inner_keys() {
    let module = open();
    for (alg, mark) in [(Alg::Es256, 1), (Alg::EdDsa, 2), (Alg::Rs256, 3)] {
        assert!(module.supports(alg), "{alg:?}");
        let mut id = ID;
        id[0] = mark;
        let (made, kept) = module.make(alg, id).unwrap();
        assert!(verifies(made.public(), made.as_ref()), "{alg:?}");
        let found = module.open(alg, &kept).unwrap();
        assert_eq!(found.kid(), made.kid());
        assert!(verifies(made.public(), found.as_ref()), "{alg:?}");
        let (other, _) = LocalKey::generate(alg).unwrap();
        assert!(!verifies(other.public(), found.as_ref()), "{alg:?}");
        module.forget(&kept).unwrap();
        assert!(found.sign(b"x").is_err(), "{alg:?}");
        assert!(module.open(alg, &kept).is_err(), "{alg:?}");
    }
    assert!(!module.supports(Alg::Ps256));
}

#[test]
fn a_wrong_pin_token_or_library_is_told_at_the_start() {
    again("inner_wrong");
}

#[test]
#[ignore = "started by the test above"]
fn inner_wrong() {
    let told = |library: &str, token: &str, pin: &str| {
        let opened = Module::open(&PathBuf::from(library), token, pin);
        opened.err().map(|e| e.to_string()).unwrap_or_default()
    };
    assert!(told("/nowhere.so", TOKEN, PIN).contains("cannot be loaded"));
    assert!(told(LIBRARY, "another", PIN).contains("no token is called: another"));
    let wrong = told(LIBRARY, TOKEN, "0000");
    assert!(wrong.contains("does not let us in"), "{wrong}");
    assert!(!wrong.contains("0000"), "{wrong}");
}
