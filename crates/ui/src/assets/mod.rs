//! Static files, embedded. Each address carries the hash of the content, so browsers may keep it for
//! ever. `table.rs` and the compressed copies are made by `cargo xtask vendor-ui`; edit `styles/` or
//! `static/` and run it.

mod table;

/// A file as served: raw, and compressed where that is smaller.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    pub name: &'static str,
    /// `/assets/{hash}/{name}`
    pub url: &'static str,
    pub hash: &'static str,
    pub mime: &'static str,
    pub bytes: &'static [u8],
    pub br: Option<&'static [u8]>,
    pub gz: Option<&'static [u8]>,
}

/// By name: `app.css`.
pub fn asset(name: &str) -> Option<Asset> {
    table::ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .copied()
}

pub fn all() -> &'static [Asset] {
    table::ASSETS
}

/// The address of a file. A name that does not exist leads nowhere; a test catches it.
pub fn url(name: &str) -> &'static str {
    table::ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("/assets/missing", |asset| asset.url)
}

/// 64-bit FNV-1a, enough to tell versions of a file apart.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_matches_the_files() {
        for asset in all() {
            let hash = format!("{:016x}", fingerprint(asset.bytes));
            assert_eq!(
                asset.hash, hash,
                "{}: run `cargo xtask vendor-ui`",
                asset.name
            );
            assert_eq!(asset.url, format!("/assets/{hash}/{}", asset.name));
        }
    }

    #[test]
    fn a_list_in_columns_has_its_rule() {
        let css = asset("app.css").unwrap();
        assert!(String::from_utf8_lossy(css.bytes).contains(".dd-columns{"));
    }

    #[test]
    fn sizes_stay_within_the_budget() {
        let br = |name| asset(name).and_then(|asset| asset.br).unwrap().len();
        let fonts: usize = all()
            .iter()
            .filter(|a| a.name.ends_with("woff2"))
            .map(|a| a.bytes.len())
            .sum();
        assert!(
            br("app.css") <= 16_000,
            "style sheet {} bytes",
            br("app.css")
        );
        assert!(br("app.js") <= 4_000, "script {} bytes", br("app.js"));
        let reader = br("read-code.js");
        assert!(reader <= 14_500, "reader of codes {reader} bytes");
        let sender = br("send-file.js");
        assert!(sender <= 1_100, "sender of files {sender} bytes");
        assert!(fonts <= 50_000, "fonts {fonts} bytes");
    }

    #[test]
    fn nothing_of_the_original_brand_is_left() {
        let css = String::from_utf8_lossy(asset("app.css").unwrap().bytes);
        for word in [
            "GDS Transport",
            "crown",
            "crest",
            "/assets/fonts/",
            "/assets/images/",
            "url(http",
            "url(\"http",
        ] {
            assert!(!css.contains(word), "{word}");
        }
        assert!(css.contains("/assets/") && css.contains("be-vietnam-pro-400.woff2"));
    }
}
