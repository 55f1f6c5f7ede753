//! Neck, head, eyes, brows, nose, mouth, glasses.

use super::canvas::{BLACK, Canvas, Curve, Rgb, WHITE, pen, to};
use super::look::{Frame, Look};

/// Top of the skull, under the hair.
pub(super) const CROWN: f32 = 58.0;

pub(super) fn neck(canvas: &mut Canvas, look: &Look) {
    let (n, chin) = (look.half_neck, look.chin + look.drop);
    let shade = look.skin.darker(0.07);
    canvas.mirrored(
        (0.0, chin - 22.0),
        &[
            to((0.0, chin - 22.0), (n, chin - 22.0)),
            [n, 168.0, n, 180.0, n + 5.0, 187.0],
            [n + 8.0, 193.0, n + 3.0, 208.0, 0.0, 209.0],
        ],
        shade,
        1.0,
    );
    // The chin's shadow.
    canvas.ellipse(
        (0.0, chin + 2.0),
        (n - 1.0, 9.0),
        look.skin.darker(0.35),
        0.28,
    );
}

pub(super) fn head(canvas: &mut Canvas, look: &Look) {
    let (w, jaw, chin, ear) = (
        look.half_face,
        look.half_jaw,
        look.chin,
        look.eye_line + 5.0,
    );
    let inner = look.skin.darker(0.14);
    for side in [-1.0, 1.0] {
        canvas.ellipse(
            (side * (w + 0.5), ear),
            (5.6, 10.0),
            look.skin.darker(0.05),
            1.0,
        );
        canvas.ellipse((side * (w + 1.5), ear), (2.6, 5.6), inner, 0.7);
        if look.earrings {
            canvas.ellipse(
                (side * (w + 1.5), ear + 11.0),
                (1.8, 1.8),
                Rgb(222, 190, 110),
                1.0,
            );
        }
    }
    let corner = chin - 15.0;
    canvas.mirrored(
        (0.0, CROWN),
        &[
            [w * 0.62, CROWN, w, CROWN + 15.0, w, look.eye_line - 2.0],
            [
                w,
                look.eye_line + 16.0,
                jaw + 3.5,
                corner - 10.0,
                jaw,
                corner,
            ],
            [jaw - 5.0, chin - 4.0, jaw * 0.42, chin, 0.0, chin],
        ],
        look.skin,
        1.0,
    );
    let cheek = look.eye_line + 19.0;
    for side in [-1.0, 1.0] {
        canvas.ellipse(
            (side * w * 0.6, cheek),
            (9.5, 6.5),
            Rgb(226, 110, 100),
            look.blush,
        );
    }
}

pub(super) fn features(canvas: &mut Canvas, look: &Look) {
    wrinkles(canvas, look);
    for side in [-1.0, 1.0] {
        eye(canvas, look, side);
        brow(canvas, look, side);
    }
    nose(canvas, look);
    mouth(canvas, look);
    if let Some((x, y)) = look.mole {
        canvas.ellipse((x, look.nose + y), (1.1, 1.1), look.skin.darker(0.65), 0.8);
    }
}

fn eye(canvas: &mut Canvas, look: &Look, side: f32) {
    let (x, y) = (side * look.eye_gap, look.eye_line);
    let (w, h, tilt) = (side * look.half_eye, look.eye_open, look.eye_tilt);
    let (inner, outer) = ((x - w, y + 0.8), (x + w, y - tilt));
    let upper = [
        x - w * 0.55,
        y - h * 1.25,
        x + w * 0.45,
        y - h * 1.35 - tilt * 0.4,
        outer.0,
        outer.1,
    ];
    let lower = [
        x + w * 0.5,
        y + h * 0.85,
        x - w * 0.5,
        y + h,
        inner.0,
        inner.1,
    ];
    canvas.shape(inner, &[upper, lower], WHITE, 0.96);
    let iris = h * 0.86;
    canvas.ellipse((x, y - 0.3), (iris, iris), Rgb(58, 40, 32), 1.0);
    canvas.ellipse((x, y - 0.3), (iris * 0.5, iris * 0.5), BLACK, 1.0);
    canvas.ellipse((x + 1.1, y - 1.5), (0.8, 0.8), WHITE, 0.95);
    let lash = Rgb(44, 32, 32);
    canvas.line(
        inner,
        &[upper],
        lash,
        pen(if look.woman { 1.9 } else { 1.5 }, 0.95),
    );
    canvas.line(outer, &[lower], look.skin.darker(0.45), pen(0.8, 0.35));
    // The fold of the lid.
    let fold = [
        x - w * 0.5,
        y - h * 1.25 - 2.6,
        x + w * 0.45,
        y - h * 1.35 - 3.0,
        outer.0,
        outer.1 - 3.0,
    ];
    canvas.line(
        (inner.0 + w * 0.12, inner.1 - 3.2),
        &[fold],
        look.skin.darker(0.4),
        pen(0.9, 0.4),
    );
}

fn brow(canvas: &mut Canvas, look: &Look, side: f32) {
    let (x, y) = (side * look.eye_gap, look.eye_line - look.brow_lift);
    let w = side * (look.half_eye + 2.6);
    let (start, end) = (
        (x - w, y + 1.2 + look.brow_tilt * 0.5),
        (x + w, y + 1.4 - look.brow_tilt),
    );
    let arch = [x - w * 0.4, y - 1.6, x + w * 0.4, y - 2.6, end.0, end.1];
    canvas.line(start, &[arch], look.brow, pen(look.brow_width, 0.86));
}

fn nose(canvas: &mut Canvas, look: &Look) {
    let (n, y) = (look.half_nose, look.nose);
    let shade = look.skin.darker(0.42);
    let bridge = [n * 0.5, y - 16.0, n * 0.5, y - 10.0, n * 0.72, y - 5.0];
    canvas.line(
        (n * 0.42, look.eye_line + 3.0),
        &[bridge],
        shade,
        pen(1.3, 0.16),
    );
    let base = [-n * 0.5, y + 3.4, n * 0.5, y + 3.4, n, y - 1.0];
    canvas.line((-n, y - 1.0), &[base], shade, pen(1.5, 0.55));
    for side in [-1.0, 1.0] {
        canvas.ellipse((side * n * 0.45, y + 0.6), (1.3, 0.8), shade, 0.55);
    }
}

fn mouth(canvas: &mut Canvas, look: &Look) {
    let (w, y, smile, full) = (look.half_mouth, look.mouth, look.smile, look.lip_full);
    let lip = look
        .skin
        .toward(look.lip, if look.woman { 0.78 } else { 0.5 });
    if look.moustache {
        let (top, low) = (y - full - 5.0, y - full + 1.0);
        canvas.mirrored(
            (0.0, top),
            &[
                [w * 0.5, top - 1.0, w * 0.9, top + 2.0, w * 0.98, y - 0.5],
                [w * 0.6, low, w * 0.3, low, 0.0, low],
            ],
            look.brow,
            0.8,
        );
    }
    let seam = [
        w * 0.55,
        y + smile * 0.5,
        w * 0.35,
        y + smile,
        0.0,
        y + smile,
    ];
    canvas.mirrored(
        (0.0, y - full * 0.45),
        &[
            [w * 0.16, y - full * 1.15, w * 0.5, y - full * 0.7, w, y],
            seam,
        ],
        lip.darker(0.07),
        1.0,
    );
    canvas.mirrored(
        (0.0, y + smile + full * 1.35),
        &[
            [w * 0.5, y + smile + full * 1.35, w * 0.75, y + smile, w, y],
            seam,
        ],
        lip,
        1.0,
    );
    let line = [-w * 0.4, y + smile * 1.3, w * 0.4, y + smile * 1.3, w, y];
    canvas.line((-w, y), &[line], lip.darker(0.5), pen(1.1, 0.75));
}

fn wrinkles(canvas: &mut Canvas, look: &Look) {
    let alpha = look.wrinkles * 0.42;
    if alpha < 0.02 {
        return;
    }
    let (shade, n, m) = (look.skin.darker(0.45), look.half_nose, look.half_mouth);
    let fold = [
        n + 7.0,
        look.nose + 4.0,
        m + 6.0,
        look.mouth - 6.0,
        m + 4.5,
        look.mouth + 1.0,
    ];
    canvas.line_pair((n + 2.5, look.nose - 2.0), &[fold], shade, pen(1.2, alpha));
    let under = look.eye_line + look.eye_open + 3.5;
    let (from, end) = (look.eye_gap - 6.0, look.eye_gap + 6.0);
    let bag = [from + 3.0, under + 2.2, end - 3.0, under + 2.2, end, under];
    canvas.line_pair((from, under), &[bag], shade, pen(1.0, alpha * 0.8));
    for line in [0.0, 6.0] {
        let y = look.eye_line - 23.0 - line;
        let w = look.half_face * 0.46 - line * 0.5;
        let crease = [-w * 0.4, y - 2.0, w * 0.4, y - 2.0, w, y];
        canvas.line((-w, y), &[crease], shade, pen(1.0, alpha * 0.7));
    }
}

pub(super) fn glasses(canvas: &mut Canvas, look: &Look) {
    let Some(frame) = look.frame else { return };
    let level = look.eye_line + 0.5;
    let half = (look.eye_gap - 3.2).min(13.5);
    for side in [-1.0, 1.0] {
        let middle = side * (look.eye_gap + 0.6);
        match frame {
            Frame::Round => {
                canvas.ellipse((middle, level), (half, half * 0.86), WHITE, 0.13);
                canvas.ring((middle, level), (half, half * 0.86), RIM, pen(1.7, 0.95));
            }
            Frame::Square => {
                let (start, around) = rounded(middle, level, half);
                canvas.shape(start, &around, WHITE, 0.13);
                canvas.line(start, &around, RIM, pen(1.8, 0.95));
            }
        }
        let hinge = (middle + side * half, level - 2.0);
        let ear = (side * (look.half_face - 0.5), level - 4.0);
        canvas.line(hinge, &[to(hinge, ear)], RIM, pen(1.6, 0.9));
    }
    let inner = look.eye_gap + 0.6 - half;
    let bridge = [-1.0, level - 4.2, 1.0, level - 4.2, inner, level - 1.5];
    canvas.line((-inner, level - 1.5), &[bridge], RIM, pen(1.6, 0.95));
}

const RIM: Rgb = Rgb(52, 48, 52);

/// A lens with rounded corners, wider below the brow.
fn rounded(x: f32, y: f32, half: f32) -> ((f32, f32), [Curve; 6]) {
    let (round, drop) = (5.0, half * 0.34);
    let (left, right, top, low) = (x - half, x + half, y - half * 0.68, y + half * 0.68);
    let around = [
        [right, top, right, top, right, top + round],
        [right, y + drop, right - 1.0, low, right - round, low],
        to((right - round, low), (left + round, low)),
        [left + 1.0, low, left, y + drop, left, top + round],
        [left, top, left, top, left + round, top],
        to((left + round, top), (right - round, top)),
    ];
    ((right - round, top), around)
}
