//! Subscribers whose errors are known: rows of a telecom's file, each with the verdict it must get.

use std::path::Path;

use domain::person::{BirthDate, fold};
use jiff::civil::date;

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
    let sex = if person.sex == "male" { "Nam" } else { "Nữ" };
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
    let words: Vec<&str> = person.name.split(' ').collect();
    let day = person.birth.day();
    let before = before.filter(|row| row.verdict != "malformed");
    let [phone, number, name, birth, _] = row;
    let (field, text) = match kind {
        "shouted" => (name, Some(person.name.to_uppercase())),
        "marks-missing" => {
            let plain = fold(&person.name);
            let missing = plain != person.name.to_lowercase();
            (name, missing.then_some(plain))
        }
        "word-order" => {
            let mut turned = words.clone();
            turned.rotate_left(1);
            let turned = turned.join(" ");
            let differs = turned.to_lowercase() != person.name.to_lowercase();
            (name, differs.then_some(turned))
        }
        "middle-left-out" => {
            let ends = format!("{} {}", words[0], words[words.len() - 1]);
            (name, (words.len() > 2).then_some(ends))
        }
        "name-slip" => (name, slip(&words)),
        "old-number" => (number, person.old.clone()),
        "lost-zero" => (number, person.number.strip_prefix('0').map(str::to_owned)),
        "number-slip" => (number, day.and(turn_digit(&person.number, dice))),
        "number-missing" => (number, day.map(|_| String::new())),
        "year-only" => (birth, day.map(|day| day.year().to_string())),
        "spreadsheet-date" => {
            let count = day.map(|day| (day - date(1899, 12, 30)).get_days());
            (birth, count.filter(|n| *n >= 10_000).map(|n| n.to_string()))
        }
        "day-month" => {
            let turns = day.filter(|d| d.day() <= 12 && d.day() != d.month());
            let turned =
                |d: jiff::civil::Date| format!("{:02}/{:02}/{:04}", d.month(), d.day(), d.year());
            (birth, turns.map(turned))
        }
        "other-name" => {
            let differs = fold(&other.name).split(' ').next_back()
                != fold(&person.name).split(' ').next_back()
                && fold(&other.name).split(' ').next() != fold(&person.name).split(' ').next();
            (name, differs.then(|| other.name.clone()))
        }
        "other-birth" => {
            let far = other.birth.year().abs_diff(person.birth.year()) > 11;
            (birth, far.then(|| other.birth.to_card()))
        }
        "unknown-number" => (number, Some(format!("095399{:06}", dice.below(1_000_000)))),
        "scientific" => (number, Some("7,9E+10".to_owned())),
        "repeated" => (phone, before.map(|row| row.row[0].clone())),
        _ => return true,
    };
    let Some(text) = text else { return false };
    *field = text;
    true
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

/// Every Vietnamese letter, small ones.
const LETTERS: &str =
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz";

/// A name for each Vietnamese letter.
pub fn every_mark() -> Vec<String> {
    LETTERS
        .chars()
        .map(|letter| format!("Nguyễn Đ{letter}nh T{letter}m"))
        .collect()
}
