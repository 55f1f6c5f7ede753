//! Filled and stroked curves. All x count from the middle line of the face.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Shader, Stroke, Transform,
};

use super::{HEIGHT, WIDTH};

/// Two control points and the end of a cubic curve: x1, y1, x2, y2, x, y.
pub(super) type Curve = [f32; 6];

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const WHITE: Rgb = Rgb(250, 250, 248);
pub(super) const BLACK: Rgb = Rgb(24, 20, 22);

impl Rgb {
    /// `share` of the way to the other colour.
    pub(super) fn toward(self, other: Self, share: f32) -> Self {
        let mix = |from: u8, to: u8| {
            let value = f32::from(from) + (f32::from(to) - f32::from(from)) * share;
            to_byte(value)
        };
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }

    pub(super) fn darker(self, share: f32) -> Self {
        self.toward(BLACK, share)
    }

    pub(super) fn lighter(self, share: f32) -> Self {
        self.toward(WHITE, share)
    }

    fn color(self, alpha: f32) -> Color {
        Color::from_rgba8(self.0, self.1, self.2, to_byte(alpha * 255.0))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to a byte first"
)]
fn to_byte(value: f32) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}

pub(super) struct Canvas {
    pixmap: Pixmap,
    middle: f32,
    drop: f32,
}

impl Canvas {
    pub(super) fn new(background: Rgb) -> Option<Self> {
        let pixmap = Pixmap::new(u32::from(WIDTH), u32::from(HEIGHT))?;
        let mut canvas = Self {
            pixmap,
            middle: f32::from(WIDTH) / 2.0,
            drop: 0.0,
        };
        canvas.backdrop(background);
        Some(canvas)
    }

    pub(super) fn pixels(&self) -> &[u8] {
        self.pixmap.data()
    }

    /// Everything from here on is drawn so much lower.
    pub(super) fn lower_by(&mut self, drop: f32) {
        self.drop = drop;
    }

    /// From light at the top to dark, a row at a time: a shader would take as long as the face.
    fn backdrop(&mut self, tint: Rgb) {
        let (top, bottom) = (tint.lighter(0.35), tint.darker(0.05));
        let rows = self
            .pixmap
            .data_mut()
            .chunks_exact_mut(usize::from(WIDTH) * 4);
        for (row, y) in rows.zip(0_u16..) {
            let Rgb(red, green, blue) = top.toward(bottom, f32::from(y) / f32::from(HEIGHT));
            for pixel in row.chunks_exact_mut(4) {
                pixel.copy_from_slice(&[red, green, blue, 255]);
            }
        }
    }

    /// A closed line of curves.
    pub(super) fn shape(&mut self, start: (f32, f32), curves: &[Curve], color: Rgb, alpha: f32) {
        let mut path = self.begin(start, curves);
        path.close();
        self.fill(path.finish(), color, alpha);
    }

    /// A shape given by its right half, from the middle line to the middle line.
    pub(super) fn mirrored(&mut self, start: (f32, f32), half: &[Curve], color: Rgb, alpha: f32) {
        let mut path = self.begin(start, half);
        let starts = std::iter::once([start.0, start.1])
            .chain(half.iter().map(|&[.., x, y]| [x, y]))
            .collect::<Vec<_>>();
        if let Some([x, y]) = starts.last() {
            path.line_to(self.middle - x, *y);
        }
        for (&[x1, y1, x2, y2, ..], [x, y]) in half.iter().zip(&starts).rev() {
            let m = self.middle;
            path.cubic_to(m - x2, y2, m - x1, y1, m - x, *y);
        }
        path.close();
        self.fill(path.finish(), color, alpha);
    }

    /// The same shape on the right and, turned over, on the left.
    pub(super) fn pair(&mut self, start: (f32, f32), curves: &[Curve], color: Rgb, alpha: f32) {
        self.shape(start, curves, color, alpha);
        let turned: Vec<Curve> = curves.iter().map(turn).collect();
        self.shape((-start.0, start.1), &turned, color, alpha);
    }

    pub(super) fn line(&mut self, start: (f32, f32), curves: &[Curve], color: Rgb, pen: Pen) {
        let path = self.begin(start, curves);
        self.stroke(path.finish(), color, pen);
    }

    pub(super) fn line_pair(&mut self, start: (f32, f32), curves: &[Curve], color: Rgb, pen: Pen) {
        self.line(start, curves, color, pen);
        let turned: Vec<Curve> = curves.iter().map(turn).collect();
        self.line((-start.0, start.1), &turned, color, pen);
    }

    pub(super) fn ellipse(&mut self, at: (f32, f32), radii: (f32, f32), color: Rgb, alpha: f32) {
        self.fill(self.oval(at, radii), color, alpha);
    }

    pub(super) fn ring(&mut self, at: (f32, f32), radii: (f32, f32), color: Rgb, pen: Pen) {
        self.stroke(self.oval(at, radii), color, pen);
    }

    fn oval(&self, at: (f32, f32), radii: (f32, f32)) -> Option<Path> {
        let (left, top) = (self.middle + at.0 - radii.0, at.1 - radii.1);
        let frame = tiny_skia::Rect::from_xywh(left, top, radii.0 * 2.0, radii.1 * 2.0)?;
        PathBuilder::from_oval(frame)
    }

    fn begin(&self, start: (f32, f32), curves: &[Curve]) -> PathBuilder {
        let m = self.middle;
        let mut path = PathBuilder::new();
        path.move_to(m + start.0, start.1);
        for [x1, y1, x2, y2, x, y] in curves {
            path.cubic_to(m + x1, *y1, m + x2, *y2, m + x, *y);
        }
        path
    }

    fn fill(&mut self, path: Option<Path>, color: Rgb, alpha: f32) {
        let Some(path) = path else { return };
        let paint = paint(color, alpha);
        let lower = Transform::from_translate(0.0, self.drop);
        self.pixmap
            .fill_path(&path, &paint, FillRule::Winding, lower, None);
    }

    fn stroke(&mut self, path: Option<Path>, color: Rgb, pen: Pen) {
        let Some(path) = path else { return };
        let stroke = Stroke {
            width: pen.width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let paint = paint(color, pen.alpha);
        let lower = Transform::from_translate(0.0, self.drop);
        self.pixmap.stroke_path(&path, &paint, &stroke, lower, None);
    }
}

#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub(super) width: f32,
    pub(super) alpha: f32,
}

pub(super) const fn pen(width: f32, alpha: f32) -> Pen {
    Pen { width, alpha }
}

/// A straight line as a curve.
pub(super) fn to(from: (f32, f32), end: (f32, f32)) -> Curve {
    [from.0, from.1, end.0, end.1, end.0, end.1]
}

fn turn(curve: &Curve) -> Curve {
    let [x1, y1, x2, y2, x, y] = *curve;
    [-x1, y1, -x2, y2, -x, y]
}

fn paint(color: Rgb, alpha: f32) -> Paint<'static> {
    let shader = Shader::SolidColor(color.color(alpha));
    Paint {
        shader,
        anti_alias: true,
        ..Paint::default()
    }
}
