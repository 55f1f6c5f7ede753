//! A real folder, and what programs write into it.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use app::ports::Clock;
use jiff::SignedDuration;

use super::super::NoPicture;
use super::{LARGEST, Watch};
use crate::clock::SystemClock;

struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dinhdanh-prints-{}-{n}", std::process::id());
        let place = std::env::temp_dir().join(name);
        fs::create_dir_all(&place).unwrap();
        Self(place)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).unwrap();
    }

    fn watch(&self) -> Watch<'_> {
        Watch::begin(&self.0, SystemClock.now()).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Looks until a file that nobody writes any more has to be taken.
fn taken(watch: &mut Watch<'_>) -> Result<Option<Vec<u8>>, NoPicture> {
    for _ in 0..3 {
        if let Some(whole) = watch.look()? {
            return Ok(Some(whole.bytes));
        }
    }
    Ok(None)
}

const OLD: &[u8] = b"\x89PNG\r\n\x1a\n of the person before";
const NEW: &[u8] = b"\x89PNG\r\n\x1a\n of this person";

#[test]
fn a_picture_that_comes_is_taken_once_nobody_writes_it_any_more() {
    for (name, bytes) in [
        ("a.png", NEW),
        ("A.PNG", NEW),
        ("a.jpg", b"\xff\xd8\xff and more"),
        ("a.wsq", b"\xff\xa0 and more"),
    ] {
        let place = Place::new();
        let mut watch = place.watch();
        assert_eq!(watch.look(), Ok(None));
        place.put(name, bytes);
        assert_eq!(watch.look(), Ok(None), "{name}");
        assert_eq!(watch.look(), Ok(None), "{name}");
        assert_eq!(watch.look().unwrap().unwrap().bytes, bytes, "{name}");
    }
}

#[test]
fn what_lay_there_before_is_never_taken() {
    let place = Place::new();
    place.put("old.png", OLD);
    place.put("half.png", &OLD[..9]);
    place.put("half.tmp", &OLD[..9]);
    let mut watch = place.watch();
    assert_eq!(taken(&mut watch), Ok(None));
    assert_eq!(watch.over(), NoPicture::Nothing);
    // Written on, written over, or given its name only now: it was begun before all the same.
    place.put("half.png", OLD);
    place.put("old.png", NEW);
    fs::rename(place.0.join("half.tmp"), place.0.join("late.png")).unwrap();
    assert_eq!(taken(&mut watch), Ok(None));
    assert_eq!(watch.over(), NoPicture::Older);
    place.put("new.png", NEW);
    assert_eq!(taken(&mut watch), Ok(Some(NEW.to_vec())));
}

#[test]
fn a_picture_that_was_made_before_and_moved_in_now_is_named() {
    let place = Place::new();
    let mut watch = place.watch();
    place.put("moved.png", OLD);
    let before = SystemClock.now() - SignedDuration::from_mins(1);
    let file = File::options()
        .write(true)
        .open(place.0.join("moved.png"))
        .unwrap();
    file.set_modified(before.into()).unwrap();
    assert_eq!(taken(&mut watch), Ok(None));
    assert_eq!(watch.over(), NoPicture::Older);
    place.put("new.png", NEW);
    assert_eq!(taken(&mut watch), Ok(Some(NEW.to_vec())));
}

#[test]
fn a_half_written_picture_is_waited_for() {
    let place = Place::new();
    let mut watch = place.watch();
    place.put("a.png", b"");
    assert_eq!(taken(&mut watch), Ok(None), "nothing is in it yet");
    for end in 8..NEW.len() {
        place.put("a.png", &NEW[..end]);
        assert_eq!(watch.look(), Ok(None));
        assert_eq!(watch.look(), Ok(None));
    }
    // Other bytes of the same length.
    place.put("a.png", &[&NEW[..NEW.len() - 1], b"?"].concat());
    assert_eq!(watch.look(), Ok(None));
    assert_eq!(watch.look(), Ok(None));
    place.put("a.png", NEW);
    assert_eq!(taken(&mut watch), Ok(Some(NEW.to_vec())));
    // Under another name first, as careful programs do.
    let mut watch = place.watch();
    place.put("b.png.tmp", &NEW[..9]);
    assert_eq!(taken(&mut watch), Ok(None));
    place.put("b.png.tmp", NEW);
    fs::rename(place.0.join("b.png.tmp"), place.0.join("b.png")).unwrap();
    assert_eq!(taken(&mut watch), Ok(Some(NEW.to_vec())));
}

#[test]
fn two_pictures_at_once_are_refused() {
    let place = Place::new();
    let mut watch = place.watch();
    place.put("a.png", NEW);
    assert_eq!(watch.look(), Ok(None));
    place.put("b.png", NEW);
    assert_eq!(watch.look(), Err(NoPicture::Several));
    // Asked anew, both lay there before.
    assert_eq!(taken(&mut place.watch()), Ok(None));
}

#[test]
fn links_folders_and_other_files_are_not_followed() {
    let place = Place::new();
    let elsewhere = Place::new();
    elsewhere.put("secret.png", OLD);
    let mut watch = place.watch();
    symlink(elsewhere.0.join("secret.png"), place.0.join("a.png")).unwrap();
    fs::create_dir(place.0.join("b.png")).unwrap();
    place.put("c.xml", b"<print/>");
    assert_eq!(taken(&mut watch), Ok(None));
    assert_eq!(watch.over(), NoPicture::NotImage);
    // Beside them a picture is found all the same.
    place.put("d.png", NEW);
    assert_eq!(taken(&mut watch), Ok(Some(NEW.to_vec())));
}

#[test]
fn what_is_no_picture_or_too_large_is_named() {
    let place = Place::new();
    let mut watch = place.watch();
    place.put("a.bmp", b"BM and more");
    assert_eq!(taken(&mut watch), Err(NoPicture::NotImage));
    let mut watch = place.watch();
    let huge = File::create(place.0.join("b.png")).unwrap();
    huge.set_len(LARGEST + 1).unwrap();
    assert_eq!(watch.look(), Err(NoPicture::TooLarge));
}

#[test]
fn a_folder_that_is_gone_is_named() {
    let place = Place::new();
    let mut watch = place.watch();
    fs::remove_dir(&place.0).unwrap();
    assert_eq!(watch.look(), Err(NoPicture::Folder));
    let again = Watch::begin(&place.0, SystemClock.now());
    assert_eq!(again.err(), Some(NoPicture::Folder));
}
