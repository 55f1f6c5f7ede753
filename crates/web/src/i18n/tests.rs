use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;

fn crate_dir() -> PathBuf {
    PathBuf::from(".")
}

/// Keys of a file with the variables each uses.
fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let (true, Some((key, _))) = (begins, line.split_once(" =")) {
            current = key.to_owned();
            assert!(
                found.insert(current.clone(), BTreeSet::new()).is_none(),
                "twice: {current}"
            );
        }
        for part in line.split('$').skip(1) {
            let name = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-');
            found
                .entry(current.clone())
                .or_default()
                .insert(name.collect());
        }
    }
    found
}

fn all_keys(
    pick: fn(&(&str, &'static str, &'static str)) -> &'static str,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for file in FILES {
        for (key, variables) in keys(pick(file)) {
            assert!(
                all.insert(key.clone(), variables).is_none(),
                "{key} stands in two files"
            );
        }
    }
    all
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push(
                text.split("#[cfg(test)]")
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
}

/// Every string literal, and those given to `t!` / `t` as keys.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let mut texts = Vec::new();
    sources(&crate_dir().join("src"), &mut texts);
    let (mut all, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for text in texts {
        // Doc comments show examples.
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        all.extend(code.split('"').map(str::to_owned));
        for (at, _) in code.match_indices("t!(") {
            let (front, call) = code.split_at(at);
            // Not the end of `assert!(`.
            if front.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let Some((before, after)) = call["t!(".len()..].split_once('"') else {
                continue;
            };
            let simple = before.trim_end().ends_with(',') && before.matches(',').count() == 1;
            if let (true, Some((key, _))) = (simple, after.split_once('"')) {
                asked.insert(key.to_owned());
            }
        }
    }
    (all, asked)
}

#[test]
fn every_file_is_embedded_and_parses() {
    let listed: BTreeSet<String> = FILES
        .iter()
        .map(|(name, ..)| format!("{name}.ftl"))
        .collect();
    for lang in Lang::ALL {
        let folder = crate_dir().join("locales").join(lang.as_str());
        let there: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(
            listed,
            there,
            "locales!(…) and the folder of {}",
            lang.as_str()
        );
    }
    for (name, vi, en) in FILES {
        for text in [vi, en] {
            let errors = FluentResource::try_new((*text).to_owned())
                .err()
                .map(|(_, errors)| errors);
            assert!(errors.is_none(), "{name}: {errors:?}");
        }
    }
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(all_keys(|file| file.1), all_keys(|file| file.2));
}

#[test]
fn no_key_is_missing() {
    let there = all_keys(|file| file.1);
    let (_, asked) = literals();
    let missing: Vec<_> = asked
        .iter()
        .filter(|key| !there.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "asked for, not in locales: {missing:?}");
}

#[test]
fn no_key_is_unused() {
    let (all, _) = literals();
    let texts: String = FILES
        .iter()
        .flat_map(|(_, vi, _)| vi.lines())
        .collect::<Vec<_>>()
        .join("\n");
    let unused: Vec<_> = all_keys(|file| file.1)
        .into_keys()
        .filter(|key| !all.contains(key) && !DYNAMIC.iter().any(|start| key.starts_with(start)))
        .filter(|key| !texts.contains(&format!("{{ {key} }}")))
        .collect();
    assert!(unused.is_empty(), "in locales, used nowhere: {unused:?}");
}

#[test]
fn texts_take_values_and_plurals() {
    assert_eq!(
        t!(Lang::Vi, "footer-version", version = "2.1.0"),
        "Phiên bản 2.1.0"
    );
    assert_eq!(t!(Lang::En, "clock-hours", count = 1), "1 hour left");
    assert_eq!(t!(Lang::En, "clock-hours", count = 5), "5 hours left");
    assert_eq!(t(Lang::Vi, "no-such-key"), "no-such-key");
}

#[test]
fn dates_are_told_in_viet_nam_time() {
    let at: Timestamp = "2026-11-21T17:30:00Z".parse().unwrap();
    assert_eq!(date_time(at), "22/11/2026 00:30");
    assert_eq!(date(jiff::civil::date(1990, 9, 2)), "02/09/1990");
    assert_eq!(machine_time(at), "2026-11-21T17:30:00Z");
}

#[test]
fn numbers_are_masked_in_the_middle() {
    assert_eq!(masked("074203001234"), "074•••••1234");
    assert_eq!(masked("074 203 001 234"), "074•••••1234");
    assert_eq!(masked("C1234567"), "C1••••67");
    assert_eq!(masked("0042"), "••••");
    assert_eq!(masked(""), "");
}

#[test]
fn time_left_names_the_largest_whole_unit() {
    for (seconds, words) in [
        (5 * 3600 + 59, "còn 5 giờ"),
        (72 * 3600, "còn 3 ngày"),
        (59, "còn 0 phút"),
        (-1, "quá 0 phút"),
        (-3 * 3600, "quá 3 giờ"),
        (i64::MIN, "quá 106751991167300 ngày"),
    ] {
        assert_eq!(time_left(Lang::Vi, seconds), words);
    }
}
