//! Subscribers whose errors are known: rows of a telecom's file, each with the verdict it must get.

#![expect(
    clippy::indexing_slicing,
    reason = "places are taken of the very lists; a test that is set up wrongly must stop"
)]

use std::path::Path;

use domain::person::{BirthDate, fold};
use jiff::civil::date;

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

/// Somebody of the register, as the register's file has him.
#[derive(Debug, Clone)]
pub struct Known {
    /// Twelve digits.
    pub number: String,
    /// Nine digits, where the register links them.
    pub old: Option<String>,
    /// Name as held.
    pub name: String,
    /// Date of birth.
    pub birth: BirthDate,
    /// `male` or `female`.
    pub sex: String,
    /// Whether he has died.
    pub dead: bool,
}

/// A row, and what must be said of it.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// Telephone, number, name, date of birth, sex.
    pub row: [String; 5],
    /// Code of the verdict.
    pub verdict: &'static str,
    /// What was done to the row.
    pub kind: &'static str,
    /// Whom it was made of.
    pub number: String,
}

/// What can be done to a row, and the verdict it leads to.
const KINDS: [(&str, &str); 18] = [
    ("as-held", "exact"),
    ("shouted", "exact"),
    ("marks-missing", "likely"),
    ("word-order", "likely"),
    ("middle-left-out", "likely"),
    ("name-slip", "likely"),
    ("old-number", "likely"),
    ("lost-zero", "likely"),
    ("number-slip", "likely"),
    ("number-missing", "likely"),
    ("year-only", "likely"),
    ("spreadsheet-date", "likely"),
    ("day-month", "likely"),
    ("other-name", "conflict"),
    ("other-birth", "conflict"),
    ("unknown-number", "not-found"),
    ("scientific", "malformed"),
    ("repeated", "duplicate-number"),
];

/// Chance that repeats: `splitmix64`.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed >> 33).unwrap_or(0) % end.max(1)
    }
}

/// Rows of known people, every kind in turn; a kind that a person does not allow leaves the row as held.
pub fn subscribers(people: &[Known], rows: usize, seed: u64) -> Vec<Labelled> {
    let mut dice = Dice(seed);
    let mut all: Vec<Labelled> = Vec::with_capacity(rows);
    for at in 0..rows {
        let person = &people[dice.below(people.len())];
        let other = &people[dice.below(people.len())];
        let (kind, verdict) = KINDS[at % KINDS.len()];
        let mut row = as_held(person, at);
        let before = at
            .checked_sub(1 + dice.below(at.max(1)))
            .and_then(|at| all.get(at));
        let done = damage(&mut row, kind, (person, other), before, &mut dice);
        let (kind, verdict) = if done { (kind, verdict) } else { KINDS[0] };
        let agrees = matches!(verdict, "exact" | "likely");
        let unproven = kind == "number-missing";
        let verdict = match (person.dead, agrees, unproven) {
            (true, true, true) => "not-found",
            (true, true, false) => "deceased",
            _ => verdict,
        };
        all.push(Labelled {
            row,
            verdict,
            kind,
            number: person.number.clone(),
        });
    }
    all
}

fn as_held(person: &Known, at: usize) -> [String; 5] {
    let sex = if person.sex == "male" {
        "Nam"
    } else {
        "N\u{1eef}"
    };
    [
        format!("09{at:08}"),
        person.number.clone(),
        person.name.clone(),
        person.birth.to_card(),
        sex.to_owned(),
    ]
}

/// Does it; `false` where it cannot be done to this row.
fn damage(
    row: &mut [String; 5],
    kind: &str,
    (person, other): (&Known, &Known),
    before: Option<&Labelled>,
    dice: &mut Dice,
) -> bool {
    let [phone, number, name, birth, _] = row;
    let text = match kind {
        "as-held" => return true,
        "scientific" => (number, Some("7,9E+10".to_owned())),
        "unknown-number" => (number, Some(format!("095399{:06}", dice.below(1_000_000)))),
        "old-number" => (number, person.old.clone()),
        "lost-zero" => (number, person.number.strip_prefix('0').map(str::to_owned)),
        "number-slip" => (
            number,
            person.birth.day().and(turn_digit(&person.number, dice)),
        ),
        "number-missing" => (number, person.birth.day().map(|_| String::new())),
        "repeated" => {
            let before = before.filter(|row| row.verdict != "malformed");
            (phone, before.map(|row| row.row[0].clone()))
        }
        "year-only" | "spreadsheet-date" | "day-month" | "other-birth" => {
            (birth, other_birth(kind, person, other))
        }
        _ => (name, other_name(kind, person, other)),
    };
    let (field, Some(text)) = text else {
        return false;
    };
    *field = text;
    true
}

fn other_birth(kind: &str, person: &Known, other: &Known) -> Option<String> {
    let far = other.birth.year().abs_diff(person.birth.year()) > 11;
    if kind == "other-birth" {
        return far.then(|| other.birth.to_card());
    }
    let day = person.birth.day()?;
    match kind {
        "year-only" => Some(day.year().to_string()),
        "spreadsheet-date" => {
            let count = (day - date(1899, 12, 30)).get_days();
            (count >= 10_000).then(|| count.to_string())
        }
        _ => (day.day() <= 12 && day.day() != day.month())
            .then(|| format!("{:02}/{:02}/{:04}", day.month(), day.day(), day.year())),
    }
}

fn other_name(kind: &str, person: &Known, other: &Known) -> Option<String> {
    let words: Vec<&str> = person.name.split(' ').collect();
    let held = person.name.to_lowercase();
    match kind {
        "shouted" => Some(person.name.to_uppercase()),
        "marks-missing" => Some(fold(&person.name)).filter(|plain| *plain != held),
        "word-order" => {
            let mut turned = words.clone();
            turned.rotate_left(1);
            Some(turned.join(" ")).filter(|turned| turned.to_lowercase() != held)
        }
        "middle-left-out" => {
            let ends = format!("{} {}", words[0], words[words.len() - 1]);
            (words.len() > 2).then_some(ends)
        }
        "name-slip" => slip(&words),
        _ => {
            let (mine, theirs) = (fold(&person.name), fold(&other.name));
            let ends = |name: &str| {
                let mut words = name.split(' ').map(str::to_owned);
                (words.next(), words.next_back())
            };
            let ((first, last), (begin, end)) = (ends(&mine), ends(&theirs));
            (first != begin && last != end).then(|| other.name.clone())
        }
    }
}

/// The last word with another letter at its end.
fn slip(words: &[&str]) -> Option<String> {
    let (last, rest) = words.split_last()?;
    let mut letters: Vec<char> = last.chars().collect();
    if letters.len() < 2 {
        return None;
    }
    let end = letters.pop()?;
    letters.push(if end == 'x' { 'k' } else { 'x' });
    let last: String = letters.into_iter().collect();
    Some([rest.join(" "), last].join(" "))
}

/// The number with one of its last six digits changed.
fn turn_digit(number: &str, dice: &mut Dice) -> Option<String> {
    let place = 6 + dice.below(6);
    let digit = number.get(place..=place)?.parse::<u8>().ok()?;
    let (before, after) = (number.get(..place)?, number.get(place + 1..)?);
    Some(format!("{before}{}{after}", (digit + 5) % 10))
}

/// Files of a synthetic country without portraits, as of 6 March 2024.
pub fn country(folder: &Path, population: u32, seed: u64) {
    let plan = country::Plan {
        seed,
        population,
        today: date(2024, 3, 6),
        portraits: false,
    };
    country::generate(&plan, folder, &mut |_| {}).expect("a country");
}

/// Letters with a mark that Unicode has elsewhere than in its block for Vietnamese.
const OTHERS: &str = "\u{e0}\u{e1}\u{e2}\u{e3}\u{e8}\u{e9}\u{ea}\u{ec}\u{ed}\u{f2}\u{f3}\u{f4}\u{f5}\
    \u{f9}\u{fa}\u{fd}\u{103}\u{111}\u{129}\u{169}\u{1a1}\u{1b0}";

/// A name for each Vietnamese letter with a mark.
pub fn every_mark() -> Vec<String> {
    let block = ('\u{1ea0}'..='\u{1ef9}').filter(|letter| letter.is_lowercase());
    let name = |letter| format!("Nguy\u{1ec5}n \u{110}{letter}nh T{letter}m");
    block.chain(OTHERS.chars()).map(name).collect()
}
