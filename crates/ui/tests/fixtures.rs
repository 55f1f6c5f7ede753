//! Our components against GOV.UK Frontend's own fixtures: same options, same HTML, but for white space
//! and the order of attributes. What we do not support is listed, and the list may only shrink.

#[path = "it/adapter.rs"]
mod adapter;
#[path = "it/html.rs"]
mod html;
#[path = "it/options.rs"]
mod options;

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use options::Options;

/// Option names we leave out, with the reason. A fixture that uses one is not counted as passed.
const UNSUPPORTED: &[&str] = &[
    // Panels for interruptions with actions of their own: we use notification banners.
    "panel actions",
    "panel classes",
    // GOV.UK's scripted drop zone; ours is `take-photo`.
    "file-upload chooseFilesButtonText",
    "file-upload dropInstructionText",
    "file-upload enteredDropZoneText",
    "file-upload javascript",
    "file-upload leftDropZoneText",
    "file-upload multipleFilesChosenText",
    "file-upload noFileChosenText",
    "file-upload wrapperAttributes",
    "file-upload wrapperClasses",
];

/// Fixtures that differ on purpose: the original numbers the ids of items that are not there.
const DIFFERENT: &[&str] = &[
    "checkboxes / with falsy values",
    "radios / with falsy items",
];

#[test]
fn components_draw_what_the_design_system_draws() {
    let folder = Path::new("tests/fixtures");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let (mut passed, mut all) = (0, 0);
    let mut unsupported = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let suite: Value = serde_json::from_str(&text).unwrap();
        let component = suite["component"].as_str().unwrap();
        let (mut good, mut count) = (0, 0);
        for fixture in suite["fixtures"].as_array().unwrap() {
            count += 1;
            let options = Options::new(&fixture["options"]);
            let drawn = adapter::draw(component, &options).0;
            let missing = options.unread();
            let name = format!("{component} / {}", fixture["name"].as_str().unwrap());
            let ours = html::normal(&drawn);
            let theirs = html::normal(fixture["html"].as_str().unwrap());
            if missing.is_empty() && ours == theirs {
                good += 1;
            } else if missing.is_empty() && !DIFFERENT.contains(&name.as_str()) {
                wrong.push(format!("{name}\n  ours   {ours}\n  theirs {theirs}"));
            }
            unsupported.extend(
                missing
                    .into_iter()
                    .map(|name| format!("{component} {name}")),
            );
        }
        println!("{component}: {good} of {count}");
        passed += good;
        all += count;
    }
    println!("{passed} of {all} fixtures");
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let listed: BTreeSet<String> = UNSUPPORTED.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(
        unsupported, listed,
        "the list of unsupported options is not what is unsupported"
    );
    assert_eq!((passed, all), (535, 553), "only ever upwards");
}
