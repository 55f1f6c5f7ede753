//! Hair behind the head and in front of it.

use super::canvas::{Canvas, Curve, Rgb, pen, to};
use super::face::CROWN;
use super::look::{Hair, Look};

pub(super) fn behind(canvas: &mut Canvas, look: &Look) {
    let (w, color) = (look.half_face, look.hair.darker(0.12));
    match look.style {
        Hair::LongCentre | Hair::LongSide | Hair::LongFringe => {
            fall(canvas, w + 10.0, 202.0, color);
        }
        Hair::Bob => fall(canvas, w + 9.0, look.chin + 8.0, color),
        Hair::Bun => canvas.ellipse((0.0, CROWN - 13.0), (17.0, 15.0), color, 1.0),
        Hair::Pigtails => {
            for side in [-1.0, 1.0] {
                canvas.ellipse(
                    (side * (w + 8.0), look.chin - 6.0),
                    (10.5, 25.0),
                    color,
                    1.0,
                );
            }
        }
        Hair::Tied => {
            let side = if look.parted_left { -1.0 } else { 1.0 };
            canvas.ellipse((side * 23.0, look.chin + 12.0), (12.0, 36.0), color, 1.0);
        }
        Hair::Curly => {
            for (x, y) in [(0.76, -20.0), (0.98, 0.0), (1.02, 17.0), (0.92, 31.0)] {
                for side in [-1.0, 1.0] {
                    canvas.ellipse((side * w * x, look.eye_line + y), (11.0, 12.0), color, 1.0);
                }
            }
        }
        Hair::Parted
        | Hair::Crew
        | Hair::Forward
        | Hair::Brushed
        | Hair::Receding
        | Hair::Bald
        | Hair::Bowl
        | Hair::Wisps => {}
    }
}

/// Hair down to `end`, round at the tips.
fn fall(canvas: &mut Canvas, half: f32, end: f32, color: Rgb) {
    canvas.mirrored(
        (0.0, CROWN - 8.0),
        &[
            [
                half * 0.75,
                CROWN - 8.0,
                half,
                CROWN + 20.0,
                half,
                CROWN + 50.0,
            ],
            [
                half + 1.0,
                end - 30.0,
                half + 4.0,
                end - 8.0,
                half - 2.0,
                end,
            ],
            [half * 0.6, end + 7.0, half * 0.3, end + 4.0, 0.0, end],
        ],
        color,
        1.0,
    );
}

pub(super) fn front(canvas: &mut Canvas, look: &Look) {
    let style = look.style;
    if matches!(style, Hair::Bald | Hair::Receding) {
        sides(canvas, look);
    }
    if let Some(crown) = crown(style) {
        let side = look.eye_line + crown.side;
        cap(
            canvas,
            look,
            crown.top,
            side,
            &crown.line.curves(look.half_face, side - 2.0),
        );
        shine(canvas, look);
    }
    if matches!(style, Hair::LongCentre | Hair::LongSide | Hair::LongFringe) {
        locks(canvas, look, 200.0);
    } else if style == Hair::Bob {
        locks(canvas, look, look.chin + 5.0);
    } else if style == Hair::Curly {
        curls(canvas, look);
    } else if style == Hair::Wisps {
        tuft(canvas, look);
    }
}

/// How high the hair stands, how far below the eyes it ends at the side, and the hairline.
struct Crown {
    top: f32,
    side: f32,
    line: Line,
}

#[derive(Clone, Copy)]
enum Line {
    Round(f32),
    Parted,
    Fringe(f32),
    Centre,
    Receding,
}

fn crown(style: Hair) -> Option<Crown> {
    let (top, side, line) = match style {
        Hair::Bald => return None,
        Hair::Crew => (48.0, -9.0, Line::Round(77.0)),
        Hair::Brushed => (43.0, -4.0, Line::Round(72.0)),
        Hair::Receding => (51.0, -12.0, Line::Receding),
        Hair::Parted => (46.0, -2.0, Line::Parted),
        Hair::Forward => (45.0, -1.0, Line::Fringe(83.0)),
        Hair::Bowl => (46.0, 8.0, Line::Fringe(88.0)),
        Hair::LongFringe => (46.0, 6.0, Line::Fringe(89.0)),
        Hair::LongCentre => (47.0, 10.0, Line::Centre),
        Hair::LongSide => (46.0, 6.0, Line::Parted),
        Hair::Bob => (46.0, 8.0, Line::Parted),
        Hair::Pigtails => (47.0, 0.0, Line::Fringe(86.0)),
        Hair::Tied | Hair::Bun => (49.0, -5.0, Line::Round(73.0)),
        Hair::Curly => (47.0, -4.0, Line::Round(76.0)),
        Hair::Wisps => (54.0, -20.0, Line::Round(67.0)),
    };
    Some(Crown { top, side, line })
}

impl Line {
    /// From the right temple to the left.
    fn curves(self, w: f32, side: f32) -> Vec<Curve> {
        match self {
            Self::Round(height) => round_line(w, height, side).into(),
            Self::Parted => parted_line(w, side).into(),
            Self::Fringe(height) => fringe_line(w, height, side).into(),
            Self::Centre => centre_line(w, side).into(),
            Self::Receding => receding_line(w, side).into(),
        }
    }
}

/// The hair from temple to temple: outline over the crown, then `line` back across the forehead.
fn cap(canvas: &mut Canvas, look: &Look, top: f32, side: f32, line: &[Curve]) {
    let w = look.half_face;
    let mut curves = vec![
        [-(w + 6.5), top + 26.0, -w * 0.78, top, 0.0, top],
        [w * 0.78, top, w + 6.5, top + 26.0, w + 3.2, side],
        to((w + 3.2, side), (w - 1.0, side - 2.0)),
    ];
    let turned = look.parted_left && look.style != Hair::Receding;
    if turned {
        // The same line seen in a mirror, walked the other way.
        let starts = std::iter::once([w - 1.0, side - 2.0])
            .chain(line.iter().map(|&[.., x, y]| [x, y]))
            .collect::<Vec<_>>();
        for (&[x1, y1, x2, y2, ..], &[x, y]) in line.iter().zip(&starts).rev() {
            curves.push([-x2, y2, -x1, y1, -x, y]);
        }
    } else {
        curves.extend(line);
    }
    canvas.shape((-(w + 3.2), side), &curves, look.hair, 1.0);
}

fn round_line(w: f32, height: f32, side: f32) -> [Curve; 2] {
    [
        [w - 1.5, side - 9.0, w * 0.78, height, 0.0, height],
        [-w * 0.78, height, 1.5 - w, side - 9.0, 1.0 - w, side],
    ]
}

fn parted_line(w: f32, side: f32) -> [Curve; 3] {
    [
        [w - 1.5, side - 10.0, w * 0.86, 80.0, w * 0.44, 67.0],
        [w * 0.2, 80.0, -w * 0.45, 84.0, -w * 0.82, 87.0],
        [-w * 0.94, 90.0, 1.0 - w, side - 5.0, 1.0 - w, side],
    ]
}

fn fringe_line(w: f32, height: f32, side: f32) -> [Curve; 3] {
    [
        [
            w - 1.0,
            side - 4.0,
            w * 0.96,
            height + 1.0,
            w * 0.84,
            height - 2.0,
        ],
        [
            w * 0.4,
            height + 4.0,
            -w * 0.4,
            height + 4.0,
            -w * 0.84,
            height - 2.0,
        ],
        [-w * 0.96, height + 1.0, 1.0 - w, side - 4.0, 1.0 - w, side],
    ]
}

fn centre_line(w: f32, side: f32) -> [Curve; 2] {
    [
        [w - 0.5, side - 18.0, w * 0.66, 84.0, 0.0, 64.0],
        [-w * 0.66, 84.0, 0.5 - w, side - 18.0, 1.0 - w, side],
    ]
}

fn receding_line(w: f32, side: f32) -> [Curve; 3] {
    [
        [w - 2.0, side - 10.0, w * 0.86, 66.0, w * 0.5, 61.0],
        [w * 0.28, 69.0, -w * 0.28, 69.0, -w * 0.5, 61.0],
        [-w * 0.86, 66.0, 2.0 - w, side - 10.0, 1.0 - w, side],
    ]
}

/// What is left above the ears.
fn sides(canvas: &mut Canvas, look: &Look) {
    let (w, eyes) = (look.half_face, look.eye_line);
    canvas.pair(
        (w - 1.0, eyes + 5.0),
        &[
            [
                w + 5.5,
                eyes + 2.0,
                w + 6.5,
                eyes - 22.0,
                w - 5.0,
                eyes - 36.0,
            ],
            [
                w - 8.0,
                eyes - 26.0,
                w - 4.0,
                eyes - 12.0,
                w - 1.0,
                eyes + 5.0,
            ],
        ],
        look.hair,
        1.0,
    );
}

/// A baby's.
fn tuft(canvas: &mut Canvas, look: &Look) {
    for x in [-5.0, 0.0, 5.0] {
        let end = [x, 70.0, x + 2.0, 76.0, x + 4.0, 78.0];
        canvas.line((x, 62.0), &[end], look.hair, pen(2.0, 0.8));
    }
}

fn curls(canvas: &mut Canvas, look: &Look) {
    for (x, y) in [
        (-0.72, 68.0),
        (-0.36, 58.0),
        (0.0, 54.0),
        (0.36, 58.0),
        (0.72, 68.0),
    ] {
        canvas.ellipse((look.half_face * x, y), (13.0, 12.0), look.hair, 1.0);
    }
}

/// Hair that falls in front of the shoulders.
fn locks(canvas: &mut Canvas, look: &Look, end: f32) {
    let (w, eyes) = (look.half_face, look.eye_line);
    canvas.pair(
        (w - 1.5, eyes - 8.0),
        &[
            [
                w + 5.0,
                eyes - 14.0,
                w + 8.0,
                eyes - 2.0,
                w + 8.5,
                eyes + 22.0,
            ],
            [w + 9.5, end - 30.0, w + 9.0, end - 10.0, w + 1.0, end],
            [
                w - 5.0,
                end - 16.0,
                w - 0.5,
                eyes + 52.0,
                w + 0.5,
                eyes + 30.0,
            ],
            [
                w + 0.5,
                eyes + 14.0,
                w - 1.0,
                eyes + 4.0,
                w - 1.5,
                eyes - 8.0,
            ],
        ],
        look.hair,
        1.0,
    );
}

fn shine(canvas: &mut Canvas, look: &Look) {
    let w = look.half_face;
    let side = if look.parted_left { 1.0 } else { -1.0 };
    let curve = [
        side * w * 0.5,
        56.0,
        side * w * 0.3,
        54.0,
        side * w * 0.05,
        53.5,
    ];
    canvas.line(
        (side * w * 0.68, 64.0),
        &[curve],
        look.hair.lighter(0.5),
        pen(2.6, 0.16),
    );
}
