//! Writing the country: neighbours in lots of 500, lots shared out to the processors, lines put
//! down in order. Files carry `.part` until all are whole.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use domain::finger::Finger;
use domain::registers::{CardForm, Register};

use crate::cast::{CAST_LEN, CastMember};
use crate::foreigners;
use crate::people::{self, Person};
use crate::rows::{self, Pictures, Rows};
use crate::world::World;
use crate::{CountryError, Plan, cards, portrait, prints};

const LOT: u32 = 500;

const PEOPLE_FILES: [Register; 6] = [
    Register::Population,
    Register::Cards,
    Register::Licences,
    Register::Health,
    Register::Passports,
    Register::Business,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub people: u32,
    pub of: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub people: u32,
    /// Portraits drawn, card portraits included.
    pub portraits: u32,
    /// One file for each register, in the order in which to load them.
    pub files: Vec<(Register, PathBuf)>,
    pub cast: Vec<CastMember>,
}

/// Writes the CSV files, `portraits/` and the `prints/` of the cast into `dir`, which is made if missing.
pub fn generate(
    plan: &Plan,
    dir: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary, CountryError> {
    let world = World::new(plan)?;
    fs::create_dir_all(dir).map_err(cannot(dir))?;
    whole(
        &file_of(dir, Register::Units),
        &rows::unit_rows().map_err(bad_rows(dir))?,
    )?;
    whole(
        &file_of(dir, Register::Holidays),
        &rows::holiday_rows().map_err(bad_rows(dir))?,
    )?;
    let mut portraits = people_files(plan, &world, dir, progress)?;
    portraits += foreigners_file(plan, &world, dir)?;
    Ok(Summary {
        people: plan.population,
        portraits,
        files: Register::ALL
            .map(|register| (register, file_of(dir, register)))
            .into(),
        cast: crate::cast::members(&world),
    })
}

fn file_of(dir: &Path, register: Register) -> PathBuf {
    dir.join(format!("{}.csv", register.as_str()))
}

/// The lines of one lot, and how many portraits were drawn for it.
type Lot = Result<([Vec<u8>; 6], u32), CountryError>;

fn people_files(
    plan: &Plan,
    world: &World,
    dir: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<u32, CountryError> {
    let mut files = Vec::new();
    for register in PEOPLE_FILES {
        let path = file_of(dir, register);
        let part = part_of(&path);
        let mut file = BufWriter::new(fs::File::create(&part).map_err(cannot(&part))?);
        let header: Vec<_> = rows::header(register).collect();
        writeln!(file, "{}", header.join(",")).map_err(cannot(&part))?;
        files.push((path, part, file));
    }
    let mut drawn = 0;
    in_order(plan, world, dir, |lot, people| {
        let (bytes, portraits) = lot?;
        for ((_, part, file), bytes) in files.iter_mut().zip(&bytes) {
            file.write_all(bytes).map_err(cannot(part))?;
        }
        drawn += portraits;
        progress(Progress {
            people,
            of: plan.population,
        });
        Ok(())
    })?;
    for (path, part, mut file) in files {
        file.flush().map_err(cannot(&part))?;
        fs::rename(&part, &path).map_err(cannot(&path))?;
    }
    Ok(drawn)
}

/// Worker `k` of `n` makes the lots k, k+n, k+2n, …; each waits when two of its lots lie unread,
/// so memory stays flat. A worker stops when nobody reads it any more.
fn in_order(
    plan: &Plan,
    world: &World,
    dir: &Path,
    mut take: impl FnMut(Lot, u32) -> Result<(), CountryError>,
) -> Result<(), CountryError> {
    let lots = plan.population.div_ceil(LOT);
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get().min(16));
    std::thread::scope(|scope| {
        let mut desks = Vec::new();
        for worker in 0..workers {
            let (send, desk) = mpsc::sync_channel::<Lot>(2);
            desks.push(desk);
            scope.spawn(move || {
                for number in (0..lots).skip(worker).step_by(workers) {
                    if send.send(make_lot(plan, world, dir, number)).is_err() {
                        return;
                    }
                }
            });
        }
        for (number, desk) in (0..lots).zip(desks.iter().cycle()) {
            // A desk closes early only when its worker died of a panic, which the scope repeats.
            let Ok(lot) = desk.recv() else { break };
            take(lot, plan.population.min((number + 1) * LOT))?;
        }
        drop(desks);
        Ok(())
    })
}

fn make_lot(plan: &Plan, world: &World, dir: &Path, number: u32) -> Lot {
    let mut rows = Rows::new();
    let mut drawn = 0;
    // Two lots share a folder of 1000 people.
    let folder = format!("portraits/{:04}", number / 2);
    if plan.portraits {
        let path = dir.join(&folder);
        fs::create_dir_all(&path).map_err(cannot(&path))?;
    }
    for index in number * LOT..plan.population.min((number + 1) * LOT) {
        let person = people::person(world, index);
        let card = cards::card(world, &person);
        let mut paths = Pictures::default();
        if plan.portraits {
            // D59-14.2.a2: prints were taken for chip cards only. The cast will do: nobody else is met at a counter.
            let chip = card
                .as_ref()
                .is_some_and(|card| card.form == CardForm::Chip);
            if index < CAST_LEN && chip {
                paths.fingers = press(dir, &format!("{index:07}"), &person.number)?;
            }
            paths.register = format!("{folder}/{index:07}.jpg");
            draw(world, &person, &dir.join(&paths.register), false)?;
            drawn += 1;
            paths.card.clone_from(&paths.register);
            if card.as_ref().is_some_and(|card| card.own_portrait) {
                paths.card = format!("{folder}/{index:07}-card.jpg");
                draw(world, &person, &dir.join(&paths.card), true)?;
                drawn += 1;
            }
        }
        rows.push(world, &person, card.as_ref(), &paths)
            .map_err(bad_rows(dir))?;
    }
    Ok((rows.into_bytes(), drawn))
}

fn foreigners_file(plan: &Plan, world: &World, dir: &Path) -> Result<u32, CountryError> {
    let folder = "portraits/foreigners";
    if plan.portraits {
        let path = dir.join(folder);
        fs::create_dir_all(&path).map_err(cannot(&path))?;
    }
    let mut drawn = 0;
    let mut lines = Vec::new();
    for index in 0..foreigners::count(world) {
        let one = foreigners::foreigner(world, index);
        let mut paths = Pictures::default();
        if plan.portraits {
            paths.register = format!("{folder}/{index:07}.jpg");
            let person = foreigners::likeness(world, index);
            draw(world, &person, &dir.join(&paths.register), false)?;
            drawn += 1;
            if foreigners::is_of_cast(index) && one.biometrics {
                paths.fingers = press(dir, &format!("foreigner-{index}"), &one.file)?;
            }
        }
        lines.push((one, paths));
    }
    let bytes = rows::foreigner_rows(&lines).map_err(bad_rows(dir))?;
    whole(&file_of(dir, Register::Foreigners), &bytes)?;
    Ok(drawn)
}

/// Fingers whose prints are on record.
const ON_RECORD: [Finger; 2] = [Finger::RightIndex, Finger::LeftIndex];

/// Writes the prints of somebody, for the register and another touch of each to hand in at a counter; gives the field
/// of the register's file.
fn press(dir: &Path, name: &str, owner: &str) -> Result<String, CountryError> {
    for folder in ["prints", "prints/live"] {
        let path = dir.join(folder);
        fs::create_dir_all(&path).map_err(cannot(&path))?;
    }
    let mut field = Vec::new();
    for finger in ON_RECORD {
        let word = finger.as_str();
        let kept = format!("prints/{name}-{word}.png");
        let live = format!("prints/live/{name}-{word}.png");
        for (place, touch) in [(&kept, 0), (&live, 1)] {
            let path = dir.join(place);
            fs::write(&path, prints::print(owner, finger, touch)?).map_err(cannot(&path))?;
        }
        field.push(format!("{word}:{kept}"));
    }
    Ok(field.join(";"))
}

fn draw(world: &World, person: &Person, path: &Path, card: bool) -> Result<(), CountryError> {
    let jpeg = portrait::jpeg(world, person, card)?;
    fs::write(path, jpeg).map_err(cannot(path))
}

fn whole(path: &Path, bytes: &[u8]) -> Result<(), CountryError> {
    let part = part_of(path);
    fs::write(&part, bytes).map_err(cannot(&part))?;
    fs::rename(&part, path).map_err(cannot(path))
}

fn part_of(path: &Path) -> PathBuf {
    path.with_extension("csv.part")
}

fn cannot(path: &Path) -> impl FnOnce(std::io::Error) -> CountryError {
    let path = path.to_path_buf();
    move |source| CountryError::Write { path, source }
}

fn bad_rows(dir: &Path) -> impl FnOnce(csv::Error) -> CountryError {
    let path = dir.to_path_buf();
    move |error| CountryError::Write {
        path,
        source: error.into(),
    }
}
