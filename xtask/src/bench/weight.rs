//! What the first visit costs: the page and everything that a browser fetches for it.

use std::collections::BTreeSet;

use super::browser::Browser;
use super::demo::{self, Demo};
use super::figures::verdict;
use crate::say::say;

const LIMIT: usize = 100 * 1024;
const REQUESTS: usize = 8;

pub(super) fn run(_args: &[String]) -> Result<(), String> {
    demo::build()?;
    let demo = Demo::start()?;
    let mut browser = Browser::new(&demo.url);
    let first = browser.get("/")?;
    let page = String::from_utf8_lossy(&first.body).into_owned();
    let mut sum = first.bytes;
    say("weight: bytes with their heads, as they come over the wire");
    say(&format!("  {:8}  /", first.bytes));
    let parts = parts(&page);
    for part in &parts {
        let answer = browser.get(part)?;
        if answer.status != 200 {
            return Err(format!("{part} answers {}", answer.status));
        }
        sum += answer.bytes;
        say(&format!("  {:8}  {part}", answer.bytes));
    }
    verdict(
        "bytes of the first page",
        &format!("{} KiB", sum.div_ceil(1024)),
        "at most 100 KiB",
        sum <= LIMIT,
    );
    verdict(
        "requests of the first page",
        &(parts.len() + 1).to_string(),
        "at most 8",
        parts.len() < REQUESTS,
    );
    Ok(())
}

/// Addresses in `link` and `src`. An icon for Apple's home screen is fetched when somebody puts the app there.
fn parts(page: &str) -> BTreeSet<&str> {
    let links = page
        .split("<link ")
        .skip(1)
        .filter(|tag| !tag.starts_with("rel=\"apple-touch-icon\""));
    let links = links.filter_map(|tag| tag.split('>').next()?.split("href=\"").nth(1));
    let sources = page.split(" src=\"").skip(1);
    links
        .chain(sources)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}
