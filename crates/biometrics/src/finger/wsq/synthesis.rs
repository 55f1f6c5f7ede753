//! From coefficients to pixels: dequantisation, the inverse wavelet transform, the grey scale.

use super::bands::{Area, Layout};
use super::bytes::narrow;
use super::tables::{Filters, Steps};

/// Puts each coefficient, at the middle of its bin, to its place in the plane.
pub(super) fn place(quantised: &[i16], steps: &Steps, layout: &Layout) -> Vec<f32> {
    let mut plane = vec![0.0; layout.width * layout.height];
    let mut rest = quantised;
    for (area, (step, zero)) in layout.bands.iter().zip(&steps.bands) {
        // As in the count of coded bands.
        if *step <= 0.0 {
            continue;
        }
        let value = |number: i16| {
            let number_f = f32::from(number);
            let half = f64::from(*zero) / 2.0;
            match number.signum() {
                1 => narrow(f64::from(step * (number_f - steps.centre)) + half),
                -1 => narrow(f64::from(step * (number_f + steps.centre)) - half),
                _ => 0.0,
            }
        };
        for row in plane
            .chunks_mut(layout.width)
            .skip(area.y)
            .take(area.height)
        {
            let (now, later) = rest.split_at(area.width.min(rest.len()));
            rest = later;
            for (to, from) in row.iter_mut().skip(area.x).zip(now) {
                *to = value(*from);
            }
        }
    }
    plane
}

/// Puts all halves together, innermost first: columns, then rows.
pub(super) fn join_all(plane: &mut [f32], layout: &Layout, filters: &Filters) {
    let mut line = Line::new(filters);
    for area in &layout.joins {
        for column in area.x..area.x + area.width {
            let cells = Cells {
                from: area.y * layout.width + column,
                stride: layout.width,
                count: area.height,
            };
            line.join(plane, cells, area.flip_y);
        }
        rows(plane, layout.width, area, &mut line);
    }
}

fn rows(plane: &mut [f32], width: usize, area: &Area, line: &mut Line<'_>) {
    for row in area.y..area.y + area.height {
        let cells = Cells {
            from: row * width + area.x,
            stride: 1,
            count: area.width,
        };
        line.join(plane, cells, area.flip_x);
    }
}

#[derive(Clone, Copy)]
struct Cells {
    from: usize,
    stride: usize,
    count: usize,
}

/// One line with its halves interleaved, low at even places and high at odd ones, and mirrored at both ends.
struct Line<'a> {
    filters: &'a Filters,
    margin: usize,
    cells: Vec<f32>,
}

impl<'a> Line<'a> {
    fn new(filters: &'a Filters) -> Self {
        Self {
            filters,
            margin: filters.low.len().max(filters.high.len()) / 2,
            cells: Vec::new(),
        }
    }

    fn join(&mut self, plane: &mut [f32], cells: Cells, flipped: bool) {
        let Cells {
            from,
            stride,
            count,
        } = cells;
        let low = count.div_ceil(2);
        let start = |high: bool| match (high, flipped) {
            (false, false) | (true, true) => 0,
            (true, false) => low,
            (false, true) => count / 2,
        };
        self.cells.clear();
        for at in 0..count + 2 * self.margin {
            let at = mirrored(at, self.margin, count);
            let cell = start(at % 2 == 1) + at / 2;
            let value = plane.get(from + cell * stride).copied();
            self.cells.push(value.unwrap_or_default());
        }
        for at in 0..count {
            if let Some(to) = plane.get_mut(from + at * stride) {
                *to = self.sample(at);
            }
        }
    }

    /// The order of the sums is that of the reference decoder: low before high, from left to right.
    fn sample(&self, at: usize) -> f32 {
        let mut sum = 0.0;
        for (filter, odd) in [(&self.filters.low, 0), (&self.filters.high, 1)] {
            let leftmost = at + self.margin - filter.len() / 2;
            // Whether a cell of the line is low or high shows by its distance from the margin.
            let skip = (leftmost + self.margin + odd) % 2;
            let cells = self.cells.iter().skip(leftmost + skip).step_by(2);
            for (cell, tap) in cells.zip(filter.iter().skip(skip).step_by(2)) {
                sum += cell * tap;
            }
        }
        sum
    }
}

/// Reflects a place outside the line at its first and last cell, as often as needed.
fn mirrored(at: usize, margin: usize, count: usize) -> usize {
    let period = 2 * count.saturating_sub(1).max(1);
    // `margin` is less than the period or the line is very short: adding periods keeps the number positive.
    let folded = (at + period * margin - margin) % period;
    if count < 2 {
        0
    } else {
        folded.min(period - folded)
    }
}

/// Shifts and scales back to grey levels. Outside of black and white is black and white.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the conversion of the reference decoder, which saturates likewise"
)]
pub(super) fn grey(plane: &[f32], scale: f32, shift: f32) -> Vec<u8> {
    plane
        .iter()
        .map(|value| narrow(f64::from(value * scale + shift) + 0.5) as u8)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_outside_a_line_are_mirrored() {
        let line: Vec<_> = (0..13).map(|at| mirrored(at, 4, 5)).collect();
        assert_eq!(line, [4, 3, 2, 1, 0, 1, 2, 3, 4, 3, 2, 1, 0]);
        let short: Vec<_> = (0..10).map(|at| mirrored(at, 4, 2)).collect();
        assert_eq!(short, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        assert!((0..9).all(|at| mirrored(at, 4, 1) == 0));
    }
}
