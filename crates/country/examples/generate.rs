//! `cargo run --release -p country --example generate -- DIR [POPULATION] [SEED] [no-portraits]`
//! writes a country as of 2026-06-01 and shows its cast.

use std::io::Write as _;
use std::path::Path;

use country::Plan;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| -> Result<u64, std::num::ParseIntError> {
        words.get(at).map_or(Ok(usual), |word| word.parse())
    };
    let plan = Plan {
        seed: number(2, 1)?,
        population: u32::try_from(number(1, 20_000)?)?,
        today: jiff::civil::date(2026, 6, 1),
        portraits: words.get(3).is_none_or(|word| word != "no-portraits"),
    };
    let dir = words.first().map_or("demo-data", String::as_str);
    let summary = country::generate(&plan, Path::new(dir), &mut |_| {})?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} people, {} portraits",
        summary.people, summary.portraits
    )?;
    for member in summary.cast {
        let licence = member.licence.map_or_else(String::new, |licence| {
            format!(
                "{} {} -> {}",
                licence.number,
                licence.class,
                licence.expected.code()
            )
        });
        writeln!(
            out,
            "{} {} {} | {licence}",
            member.role, member.number, member.full_name
        )?;
    }
    Ok(())
}
