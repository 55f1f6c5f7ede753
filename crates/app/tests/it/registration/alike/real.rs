//! The engine at hand on real faces, which `cargo xtask models` fetches: two pictures of one woman under two numbers.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use app::counter::{proofing, second_looks};
use biometrics::face::{Faces, Rules, Thresholds};
use image::codecs::jpeg::JpegEncoder;
use image::imageops;

use super::super::proofing::SAME;
use super::super::world::{World, both};
use super::{ANH, BINH, CHI, Whom, approve, filled_with, other, searches, warnings};

fn tools() -> PathBuf {
    let beside = || PathBuf::from("../../.tools");
    std::env::var_os("DINHDANH_TEST_TOOLS").map_or_else(beside, PathBuf::from)
}

fn models() -> PathBuf {
    let root = || PathBuf::from("../../models");
    let beside = tools().join("models");
    if beside.exists() { beside } else { root() }
}

fn engine() -> Arc<Faces> {
    let open = |lanes| Faces::open(&models(), lanes, Thresholds::attended(), Rules::start());
    let faces = open(NonZeroUsize::MIN);
    Arc::new(faces.unwrap_or_else(|why| panic!("{why}; run cargo xtask models")))
}

/// A woman cut out of a sample: file, middle of the face, half a side.
fn portrait((file, x, y, half): (&str, u32, u32, u32)) -> Vec<u8> {
    let file = tools().join("faces").join(file);
    let whole = image::open(&file)
        .unwrap_or_else(|why| panic!("{}: {why}; run cargo xtask models", file.display()))
        .to_rgb8();
    let (left, top) = (x.saturating_sub(half), y.saturating_sub(half));
    let part = imageops::crop_imm(&whole, left, top, half * 2, half * 2).to_image();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(&part)
        .unwrap();
    bytes
}

const RED: (&str, u32, u32, u32) = ("sample3.jpg", 1190, 361, 300);
const RED_AGAIN: (&str, u32, u32, u32) = ("sample1.jpg", 1572, 326, 220);
const DARK: (&str, u32, u32, u32) = ("sample5.jpg", 470, 1020, 240);

/// Compared with that portrait; the registers have none to compare with, so another officer looks too.
async fn compared(w: &World, whom: Whom, face: (&str, u32, u32, u32)) -> String {
    let (first, second) = (w.officer(), other(w));
    let reference = filled_with(w, &w.app, &first, (whom, portrait(face))).await;
    proofing::compare(&w.app, &first, &reference, &SAME)
        .await
        .unwrap();
    let look = second_looks::list(&w.app, &second).await.unwrap();
    let yes = second_looks::Answer {
        verdict: "same",
        note: "",
    };
    let id = look[0].id.to_string();
    second_looks::answer(&w.app, &second, &id, &yes)
        .await
        .unwrap();
    reference
}

// law: D59-3.1
async fn the_engine_at_hand_finds_one_woman_in_two_pictures(mut w: World) {
    w.app = w.node(engine());
    let first = w.officer();
    let red = compared(&w, BINH, RED).await;
    approve(&w, &w.app, &first, &red).await.unwrap();
    let dark = compared(&w, CHI, DARK).await;
    approve(&w, &w.app, &first, &dark).await.unwrap();
    let again = compared(&w, ANH, RED_AGAIN).await;
    let subject = w.stored(&again).await.subject;
    let search = searches(&w, subject).await.remove(0).0;
    let binh = w.account(BINH.number).await.unwrap().account.subject;
    let hits: Vec<_> = search.hits().iter().map(|hit| hit.account).collect();
    assert_eq!(hits, [binh], "{search:?}");
    assert_eq!(warnings(&w, &again).await.others.len(), 1);
}

both!(the_engine_at_hand_finds_one_woman_in_two_pictures);
