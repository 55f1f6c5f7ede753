//! `Debug` that shows which thing it is and nothing that is secret or personal.

/// Implements `Debug` with the named fields only.
macro_rules! redacted {
    ($kind:ident: $($field:ident),*) => {
        impl std::fmt::Debug for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($kind))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use redacted;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::claims::Verified;
    use crate::jose::{Alg, Compact, sign};
    use crate::testing::key;
    use crate::token::{IdToken, Introspection, JwtAccessToken, UserInfo};
    use crate::{Params, logout};

    #[test]
    fn nothing_personal_is_shown() {
        const NAME: &str = "Nguyen Van An";
        let claims = json!({"name": NAME, "active": true});
        let claims = claims.as_object().unwrap().clone();
        let params = [
            ("login_hint", NAME),
            ("client_secret", NAME),
            ("id_token_hint", NAME),
        ];
        let params = Params::from_pairs(params).unwrap();
        let token = sign(key(Alg::Es256), None, &claims).unwrap();
        let id_token = IdToken {
            aud: "shop".to_owned(),
            extra: claims.clone(),
            ..IdToken::default()
        };
        let shown = [
            format!("{params:?}"),
            format!("{:?}", logout::read(&params).unwrap()),
            format!("{:?}", Compact::parse(&token, 1_000).unwrap()),
            format!("{id_token:?}"),
            format!(
                "{:?}",
                JwtAccessToken {
                    sub: "Đinh".to_owned(),
                    ..JwtAccessToken::default()
                }
            ),
            format!(
                "{:?}",
                Verified {
                    claims: claims.clone(),
                    ..Verified::default()
                }
            ),
            format!(
                "{:?}",
                Introspection {
                    iss: String::new(),
                    aud: String::new(),
                    iat: 0,
                    token: claims.clone()
                }
            ),
            format!(
                "{:?}",
                UserInfo {
                    iss: String::new(),
                    aud: String::new(),
                    sub: String::new(),
                    claims
                }
            ),
        ];
        for text in shown {
            assert!(!text.contains("Nguyen") && text.ends_with(".. }"), "{text}");
        }
        assert!(format!("{id_token:?}").contains("shop"));
    }
}
