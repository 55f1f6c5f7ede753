//! `cargo xtask vendor-ui [folder]`: makes the static files of `crates/ui`.
//!
//! Without a folder it bundles `crates/ui/vendor/govuk.css` and `crates/ui/styles/`, compresses all of
//! `crates/ui/assets/` and writes the table of hashes. With a folder holding
//! `govuk-frontend-*.tgz` and `fontsource-be-vietnam-pro-*.tgz` (from `npm pack`) it first takes the
//! upstream files anew. Needs tar, gzip, brotli; for fonts python3 with fonttools and brotli
//! (`PYTHON` of a virtual environment may be named as second argument).

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Components of GOV.UK Frontend we do not draw; their rules are left out.
const UNUSED: &[&str] = &[
    "accordion",
    "character-count",
    "cookie-banner",
    "exit-this-page",
    "feedback",
    "file-upload-button",
    "file-upload-wrapper",
    "file-upload-announcements",
    "frontend-supported-file-upload",
    "header",
    "language-navigation",
    "logo",
    "service-navigation",
    "tabs",
    "crest",
];

/// Our own style sheets, in order.
const STYLES: &[&str] = &["theme.css", "frame.css", "product.css", "print.css"];

const FIXTURES: &[&str] = &[
    "back-link",
    "breadcrumbs",
    "button",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "phase-banner",
    "radios",
    "select",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
];

pub fn run(args: &[String]) -> Outcome {
    let ui = crate::shell::root().join("crates/ui");
    if let Some(folder) = args.first() {
        let python = args.get(1).map_or("python3", String::as_str);
        take_upstream(&ui, Path::new(folder), python)?;
    }
    bundle(&ui)
}

fn take_upstream(ui: &Path, folder: &Path, python: &str) -> Outcome {
    let scratch = std::env::temp_dir().join(format!("vendor-ui-{}", std::process::id()));
    let govuk = unpack(folder, "govuk-frontend-", &scratch)?.join("dist/govuk");
    let css = fs::read_to_string(govuk.join("govuk-frontend.min.css"))?;
    fs::create_dir_all(ui.join("vendor"))?;
    fs::write(ui.join("vendor/govuk.css"), adapt(&css))?;
    fs::create_dir_all(ui.join("tests/fixtures"))?;
    for name in FIXTURES {
        let from = govuk.join(format!("components/{name}/fixtures.json"));
        trim_fixture(
            python,
            &from,
            &ui.join(format!("tests/fixtures/{name}.json")),
        )?;
    }
    let font = unpack(folder, "fontsource-be-vietnam-pro-", &scratch)?;
    fs::copy(
        font.join("LICENSE"),
        ui.join("licences/be-vietnam-pro-OFL.txt"),
    )?;
    for weight in ["400", "700"] {
        merge_font(python, &font.join("files"), weight, &ui.join("assets"))?;
    }
    fs::remove_dir_all(scratch)?;
    Ok(())
}

fn unpack(folder: &Path, prefix: &str, scratch: &Path) -> Outcome<PathBuf> {
    let archive = fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| file_name(path).starts_with(prefix))
        .ok_or_else(|| format!("no {prefix}*.tgz in {}", folder.display()))?;
    let target = scratch.join(prefix);
    fs::create_dir_all(&target)?;
    shell(
        Command::new("tar")
            .arg("xzf")
            .arg(archive)
            .arg("-C")
            .arg(&target),
    )?;
    Ok(target.join("package"))
}

/// Of a fixture file the test needs name, options and HTML.
fn trim_fixture(python: &str, from: &Path, to: &Path) -> Outcome {
    const TRIM: &str = "
import json, sys
suite = json.load(open(sys.argv[1], encoding='utf-8'))
keep = [{key: case[key] for key in ('name', 'options', 'html')} for case in suite['fixtures']]
with open(sys.argv[2], 'w', encoding='utf-8') as out:
    json.dump({'component': suite['component'], 'fixtures': keep}, out, ensure_ascii=False, indent=1)
    out.write('\\n')
";
    shell(Command::new(python).arg("-c").arg(TRIM).arg(from).arg(to))
}

/// fontsource ships a file for each script; one file for both saves a request and 8 kB.
fn merge_font(python: &str, files: &Path, weight: &str, out: &Path) -> Outcome {
    const MERGE: &str = "
import sys
from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
files, weight, out, work = sys.argv[1:5]
parts = []
for script in ('latin', 'vietnamese'):
    font = TTFont(f'{files}/be-vietnam-pro-{script}-{weight}-normal.woff2')
    font.flavor = None
    parts.append(f'{work}/{script}-{weight}.ttf')
    font.save(parts[-1])
drop = ['vhea', 'vmtx', 'DSIG', 'gasp', 'STAT', 'meta', 'prep']
font = Merger(options=Options(drop_tables=drop)).merge(parts)
font.flavor = 'woff2'
font.save(f'{out}/be-vietnam-pro-{weight}.woff2')
";
    shell(
        Command::new(python)
            .arg("-c")
            .arg(MERGE)
            .arg(files)
            .arg(weight)
            .arg(out)
            .arg(files),
    )
}

fn bundle(ui: &Path) -> Outcome {
    let assets = ui.join("assets");
    let mut css = fs::read_to_string(ui.join("vendor/govuk.css"))?;
    for sheet in STYLES {
        css.push_str(&squeeze(&fs::read_to_string(
            ui.join("styles").join(sheet),
        )?));
    }
    let mut names = names_of(&assets)?;
    for name in names
        .iter()
        .filter(|name| css.contains(&format!("\"@{name}\"")))
        .cloned()
        .collect::<Vec<_>>()
    {
        let url = format!("\"{}\"", url(&name, &fs::read(assets.join(&name))?));
        css = css.replace(&format!("\"@{name}\""), &url);
    }
    fs::write(assets.join("app.css"), css)?;
    if !names.iter().any(|name| name == "app.css") {
        names.push("app.css".into());
    }
    names.sort();
    let mut table = String::from(
        "// Made by `cargo xtask vendor-ui`.\nuse super::Asset;\n\n#[rustfmt::skip]\npub(super) const ASSETS: &[Asset] = &[\n",
    );
    for name in &names {
        describe(&assets, name, &mut table)?;
    }
    table.push_str("];\n");
    fs::write(ui.join("src/assets/table.rs"), table)?;
    Ok(())
}

fn names_of(assets: &Path) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(assets)? {
        let path = entry?.path();
        let kept = !matches!(extension(&path), "br" | "gz" | "md" | "");
        if kept {
            names.push(file_name(&path).to_owned());
        }
    }
    Ok(names)
}

fn describe(assets: &Path, name: &str, table: &mut String) -> Outcome {
    let path = assets.join(name);
    let bytes = fs::read(&path)?;
    let mime = match extension(&path) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        other => return Err(format!("{name}: unknown kind {other}").into()),
    };
    let text = matches!(extension(&path), "css" | "js" | "svg");
    let include = |suffix: &str| format!("include_bytes!(\"../../assets/{name}{suffix}\")");
    let (br, gz) = if text {
        shell(Command::new("brotli").args(["-f", "-q", "11"]).arg(&path))?;
        shell(
            Command::new("gzip")
                .args(["-f", "-k", "-9", "-n"])
                .arg(&path),
        )?;
        (
            format!("Some({})", include(".br")),
            format!("Some({})", include(".gz")),
        )
    } else {
        ("None".into(), "None".into())
    };
    writeln!(
        table,
        "    Asset {{ name: \"{name}\", url: \"{}\", hash: \"{:016x}\", mime: \"{mime}\", bytes: {}, br: {br}, gz: {gz} }},",
        url(name, &bytes),
        fingerprint(&bytes),
        include(""),
    )?;
    Ok(())
}

fn url(name: &str, bytes: &[u8]) -> String {
    format!("/assets/{:016x}/{name}", fingerprint(bytes))
}

/// The same as `ui::assets::fingerprint`; its test compares.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Takes out the licensed font, the brand and the components we do not use.
fn adapt(css: &str) -> String {
    let css = without_comments(css)
        .replace("@charset \"UTF-8\";", "")
        .replace("GDS Transport,arial,sans-serif", "var(--dd-font)");
    let mut out = String::from(
        "/*! GOV.UK Frontend 6.6.0, MIT licence, Crown copyright (Government Digital Service); adapted: fonts, brand and unused components removed */\n",
    );
    for rule in rules(&css) {
        keep(rule, &mut out);
    }
    out
}

/// Writes a rule, or what is left of it.
fn keep(rule: &str, out: &mut String) {
    let Some((head, rest)) = rule.split_once('{') else {
        return;
    };
    let body = rest.strip_suffix('}').unwrap_or(rest);
    if head.starts_with("@font-face") || body.contains("GDS Transport") {
        return;
    }
    if head.starts_with("@media") || head.starts_with("@supports") {
        let mut inner = String::new();
        for rule in rules(body) {
            keep(rule, &mut inner);
        }
        if !inner.is_empty() {
            let _infallible = writeln!(out, "{head}{{{}}}", inner.replace('\n', ""));
        }
        return;
    }
    let print_font = body == "font-family:sans-serif";
    let selectors: Vec<&str> = split_selectors(head)
        .into_iter()
        .filter(|one| used(one))
        .collect();
    if !selectors.is_empty() && !print_font {
        let _infallible = writeln!(out, "{}{{{body}}}", selectors.join(","));
    }
}

fn used(selector: &str) -> bool {
    let footer_part =
        selector.contains(".govuk-footer") && !selector.contains(".govuk-footer__link");
    let spacing = selector.contains("govuk-\\!-static-");
    let upload_script = selector.contains("supported") && selector.contains("file-upload");
    !footer_part
        && !spacing
        && !upload_script
        && !selector.split(".govuk-").skip(1).any(|class| {
            let name: String = class
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            let block = name.split("__").next().unwrap_or_default();
            let block = block.split("--").next().unwrap_or_default();
            UNUSED.contains(&block)
        })
}

/// Splits at top-level commas; those inside `:not(a, b)` stay.
fn split_selectors(head: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    head.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
    .collect()
}

/// Top-level rules of a sheet, each with its braces.
fn rules(css: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_i32, 0, Vec::new());
    for (at, c) in css.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 && c == '}' {
            found.extend(css.get(start..=at).map(str::trim));
            start = at + 1;
        }
    }
    found
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out
}

/// Our sheets are written for people; this takes out comments, indents and line ends.
fn squeeze(css: &str) -> String {
    let mut out = without_comments(css)
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ");
    for (from, to) in [
        (" {", "{"),
        ("{ ", "{"),
        ("; ", ";"),
        (" }", "}"),
        ("} ", "}"),
        (", ", ","),
        (";}", "}"),
    ] {
        while out.contains(from) {
            out = out.replace(from, to);
        }
    }
    out.trim().to_owned() + "\n"
}

fn shell(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|e| format!("{command:?}: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?}: {status}").into())
    }
}

fn extension(path: &Path) -> &str {
    path.extension()
        .and_then(|text| text.to_str())
        .unwrap_or_default()
}

fn file_name(path: &Path) -> &str {
    path.file_name()
        .and_then(|text| text.to_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brand_and_unused_components_go() {
        let css = "@font-face{font-family:GDS Transport;src:url(x)}.govuk-a,.govuk-accordion__b{color:red}@media print{.govuk-header{a:b}}.govuk-footer__link,.govuk-footer{font-family:GDS Transport,arial,sans-serif}";
        let out = adapt(css);
        assert!(
            out.ends_with(".govuk-a{color:red}\n.govuk-footer__link{font-family:var(--dd-font)}\n"),
            "{out}"
        );
    }
}
