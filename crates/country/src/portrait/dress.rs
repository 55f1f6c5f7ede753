//! Shoulders and collars.

use super::canvas::{Canvas, Rgb, WHITE, pen, to};
use super::look::{Dress, Look};

pub(super) fn body(canvas: &mut Canvas, look: &Look) {
    let (s, n) = (look.half_shoulders, look.half_neck);
    canvas.mirrored(
        (0.0, 184.0),
        &[
            to((0.0, 184.0), (n + 3.0, 184.0)),
            [n + 16.0, 193.0, s - 14.0, 195.0, s - 3.0, 212.0],
            [s + 2.0, 222.0, s + 4.0, 234.0, s + 5.0, 241.0],
            to((s + 5.0, 241.0), (0.0, 241.0)),
        ],
        look.cloth,
        1.0,
    );
    // The fold of the sleeves.
    let sleeve = [s - 20.0, 226.0, s - 19.0, 234.0, s - 18.0, 241.0];
    canvas.line_pair(
        (s - 22.0, 220.0),
        &[sleeve],
        look.cloth.darker(0.5),
        pen(1.2, 0.35),
    );
}

pub(super) fn collar(canvas: &mut Canvas, look: &Look) {
    match look.dress {
        Dress::Tee => crew(canvas, look),
        Dress::Shirt => shirt(canvas, look, look.cloth),
        Dress::Blazer => blazer(canvas, look),
        Dress::AoDai => ao_dai(canvas, look),
        Dress::Blouse => blouse(canvas, look),
        Dress::Pupil => {
            shirt(canvas, look, look.cloth);
            scarf(canvas, look);
        }
    }
}

/// The edge of a round neck.
fn crew(canvas: &mut Canvas, look: &Look) {
    let n = look.half_neck;
    let edge = [n + 2.0, 205.0, -n - 2.0, 205.0, -n - 6.0, 187.0];
    canvas.line(
        (n + 6.0, 187.0),
        &[edge],
        look.cloth.darker(0.25),
        pen(3.4, 1.0),
    );
}

fn shirt(canvas: &mut Canvas, look: &Look, cloth: Rgb) {
    let n = look.half_neck;
    // Closes the neck below the collar.
    canvas.mirrored(
        (0.0, 203.0),
        &[
            to((0.0, 203.0), (n + 8.0, 190.0)),
            to((n + 8.0, 190.0), (n + 8.0, 214.0)),
            to((n + 8.0, 214.0), (0.0, 214.0)),
        ],
        cloth,
        1.0,
    );
    let flap = [
        to((n - 1.0, 178.0), (n + 10.0, 190.0)),
        to((n + 10.0, 190.0), (n + 1.0, 212.0)),
        to((n + 1.0, 212.0), (0.0, 203.0)),
        [n * 0.5, 198.0, n - 2.0, 190.0, n - 1.0, 178.0],
    ];
    canvas.pair((n - 1.0, 178.0), &flap, cloth.lighter(0.35), 1.0);
    canvas.line_pair((n - 1.0, 178.0), &flap, cloth.darker(0.4), pen(0.9, 0.45));
    canvas.line(
        (0.0, 204.0),
        &[to((0.0, 204.0), (0.0, 241.0))],
        cloth.darker(0.4),
        pen(1.0, 0.4),
    );
    for y in [216.0, 231.0] {
        canvas.ellipse((2.4, y), (1.4, 1.4), cloth.darker(0.45), 0.7);
    }
}

fn blazer(canvas: &mut Canvas, look: &Look) {
    let n = look.half_neck;
    let linen = Rgb(240, 242, 246);
    let front = [
        to((0.0, 196.0), (n + 9.0, 187.0)),
        [n + 6.0, 205.0, 8.0, 236.0, 3.0, 241.0],
        to((3.0, 241.0), (0.0, 241.0)),
    ];
    canvas.mirrored((0.0, 196.0), &front, linen, 1.0);
    if look.woman {
        canvas.mirrored(
            (0.0, 190.0),
            &[
                to((0.0, 186.0), (n + 1.0, 186.0)),
                [n - 3.0, 198.0, 5.0, 208.0, 0.0, 213.0],
            ],
            look.skin.darker(0.07),
            1.0,
        );
    } else {
        shirt(canvas, look, linen);
        let knot = [
            to((0.0, 203.0), (5.5, 204.0)),
            to((5.5, 204.0), (3.4, 212.0)),
            [6.0, 226.0, 7.0, 236.0, 7.0, 241.0],
            to((7.0, 241.0), (0.0, 241.0)),
        ];
        canvas.mirrored((0.0, 203.0), &knot, look.accent, 1.0);
        canvas.line(
            (-3.4, 212.0),
            &[to((-3.4, 212.0), (3.4, 212.0))],
            look.accent.darker(0.4),
            pen(1.0, 0.6),
        );
    }
    let lapel = [
        [n + 20.0, 196.0, n + 22.0, 202.0, n + 22.0, 208.0],
        to((n + 22.0, 208.0), (n + 13.0, 211.0)),
        to((n + 13.0, 211.0), (n + 15.0, 217.0)),
        [n + 8.0, 228.0, 10.0, 238.0, 6.0, 242.0],
        [n - 2.0, 222.0, n + 5.0, 204.0, n + 7.0, 184.0],
    ];
    canvas.pair((n + 7.0, 184.0), &lapel, look.cloth.lighter(0.1), 1.0);
    canvas.line_pair(
        (n + 7.0, 184.0),
        &lapel,
        look.cloth.darker(0.6),
        pen(1.0, 0.6),
    );
}

/// A standing collar and the seam from the neck to the side.
fn ao_dai(canvas: &mut Canvas, look: &Look) {
    let n = look.half_neck + 2.0;
    canvas.mirrored(
        (0.0, 180.0),
        &[
            [n * 0.5, 181.0, n * 0.8, 179.0, n, 174.0],
            [n + 1.5, 182.0, n + 4.0, 190.0, n + 9.0, 195.0],
            [n * 0.6, 212.0, n * 0.3, 214.0, 0.0, 214.0],
        ],
        look.cloth,
        1.0,
    );
    let rim = [-n * 0.5, 182.0, n * 0.5, 182.0, n, 175.0];
    canvas.line((-n, 175.0), &[rim], look.cloth.lighter(0.45), pen(1.6, 0.9));
    let base = [-n * 0.5, 200.0, n * 0.5, 200.0, n + 7.0, 192.0];
    canvas.line(
        (-n - 7.0, 192.0),
        &[base],
        look.cloth.darker(0.5),
        pen(1.0, 0.4),
    );
    let seam = [8.0, 210.0, 26.0, 220.0, 42.0, 241.0];
    canvas.line((2.0, 198.0), &[seam], look.cloth.darker(0.5), pen(1.1, 0.4));
    for (x, y) in [(-13.0, 222.0), (-22.0, 231.0), (-7.0, 233.0)] {
        canvas.ellipse((x, y), (2.3, 2.3), look.cloth.lighter(0.55), 0.7);
        canvas.ellipse((x, y), (0.9, 0.9), look.accent, 0.8);
    }
}

/// A soft open neck.
fn blouse(canvas: &mut Canvas, look: &Look) {
    let n = look.half_neck;
    canvas.mirrored(
        (0.0, 186.0),
        &[
            to((0.0, 186.0), (n + 5.0, 186.0)),
            [n + 3.0, 200.0, 8.0, 212.0, 0.0, 217.0],
        ],
        look.skin.darker(0.07),
        1.0,
    );
    let edge = [n + 4.0, 201.0, 9.0, 213.0, 0.0, 218.0];
    canvas.line_pair(
        (n + 6.0, 185.0),
        &[edge],
        look.cloth.lighter(0.4),
        pen(3.0, 1.0),
    );
    if look.earrings {
        let chain = [n - 4.0, 199.0, -n + 4.0, 199.0, -n - 2.0, 186.0];
        canvas.line((n + 2.0, 186.0), &[chain], Rgb(214, 178, 96), pen(1.0, 0.9));
    }
}

/// The red scarf of pupils.
fn scarf(canvas: &mut Canvas, look: &Look) {
    let (n, red) = (look.half_neck, Rgb(204, 46, 44));
    canvas.pair(
        (n + 8.0, 188.0),
        &[
            [n + 4.0, 200.0, 8.0, 207.0, 0.0, 211.0],
            to((0.0, 211.0), (0.0, 205.0)),
            [8.0, 200.0, n, 194.0, n + 3.0, 184.0],
        ],
        red,
        1.0,
    );
    canvas.pair(
        (0.0, 209.0),
        &[
            to((0.0, 209.0), (7.0, 216.0)),
            to((7.0, 216.0), (13.0, 240.0)),
            to((13.0, 240.0), (4.0, 236.0)),
            to((4.0, 236.0), (0.0, 209.0)),
        ],
        red.darker(0.1),
        1.0,
    );
    canvas.ellipse((0.0, 210.0), (4.6, 4.2), red, 1.0);
    canvas.ellipse((-1.2, 208.8), (1.2, 1.0), WHITE, 0.2);
}
