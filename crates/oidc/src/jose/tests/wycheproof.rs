//! The JSON Web Signature vectors of Project Wycheproof (Apache-2.0), those groups whose algorithm we have.

use serde_json::Value;

use crate::jose::{Alg, Compact, JoseError, Jwk};

const VECTORS: &str = include_str!("wycheproof.json");

#[test]
fn json_web_signature() {
    let groups: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut run = 0;
    for group in &groups {
        let key = Jwk::parse(&group["public"]);
        for test in group["tests"].as_array().unwrap() {
            let jws = test["jws"].as_str().unwrap();
            let verified: Result<(), JoseError> = (|| {
                let jws = Compact::parse(jws, 8_192)?;
                jws.verify(key.as_ref().map_err(|error| *error)?, &Alg::ALL)
            })();
            let valid = test["result"] == "valid";
            assert_eq!(
                verified.is_ok(),
                valid,
                "{} {}: {verified:?}",
                test["tcId"],
                test["comment"]
            );
            run += 1;
        }
    }
    assert!(run > 100, "{run} vectors");
}
