//! Where the 64 bands of the wavelet plane lie, and in which order halves are put together again.

use super::tables::Steps;

/// A rectangle of the plane. Behind a high-pass filter frequencies lie backwards, so that its own halves lie
/// the other way round: `flip_x`, `flip_y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) flip_x: bool,
    pub(super) flip_y: bool,
}

/// The first half of a length; the low half has the odd one.
const fn first(length: usize, flipped: bool) -> usize {
    if flipped {
        length / 2
    } else {
        length.div_ceil(2)
    }
}

impl Area {
    /// Above left, above right, below left, below right.
    const fn quarters(self) -> [Self; 4] {
        let left = first(self.width, self.flip_x);
        let above = first(self.height, self.flip_y);
        [
            self.part(left, above, false, false),
            self.part(left, above, true, false),
            self.part(left, above, false, true),
            self.part(left, above, true, true),
        ]
    }

    const fn part(self, left: usize, above: usize, right: bool, below: bool) -> Self {
        Self {
            x: if right { self.x + left } else { self.x },
            y: if below { self.y + above } else { self.y },
            width: if right { self.width - left } else { left },
            height: if below { self.height - above } else { above },
            flip_x: right,
            flip_y: below,
        }
    }

    pub(super) const fn pixels(&self) -> usize {
        self.width * self.height
    }
}

/// Bands in the order of the file, and areas to put together, the innermost first.
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) bands: Vec<Area>,
    pub(super) joins: Vec<Area>,
}

impl Layout {
    /// Figure 5 of the specification: the low quarter of the image is cut into quarters, three of which are cut
    /// into sixteen; its lowest band once more. The other quarters are cut into four, the highest is not coded.
    pub(super) fn new(width: usize, height: usize) -> Self {
        let whole = Area {
            x: 0,
            y: 0,
            width,
            height,
            flip_x: false,
            flip_y: false,
        };
        let [low, right, below, _not_coded] = whole.quarters();
        let [lowest, low_right, low_below, low_high] = low.quarters();
        let mut joins = vec![whole, low, right, below];
        let mut sixteen = |area: Area| -> Vec<Area> {
            joins.push(area);
            joins.extend(area.quarters());
            area.quarters()
                .into_iter()
                .flat_map(Area::quarters)
                .collect()
        };
        let (lowest, low_right, low_below) =
            (sixteen(lowest), sixteen(low_right), sixteen(low_below));
        let mut bands = Vec::with_capacity(60);
        for area in lowest.iter().take(1) {
            joins.push(*area);
            bands.extend(area.quarters());
        }
        bands.extend(lowest.into_iter().skip(1));
        bands.extend(low_right);
        bands.extend(low_below);
        bands.push(low_high);
        bands.extend(right.quarters());
        bands.extend(below.quarters());
        joins.reverse();
        Self {
            width,
            height,
            bands,
            joins,
        }
    }

    /// How many coefficients the file holds: a band with a step of nothing is left out.
    pub(super) fn coded(&self, steps: &Steps) -> usize {
        let bands = self.bands.iter().zip(&steps.bands);
        bands
            .filter(|(_, (step, _))| *step > 0.0)
            .map(|(area, _)| area.pixels())
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bands_fill_all_but_the_highest_quarter(width in 16..300_usize, height in 16..300_usize) {
            let layout = Layout::new(width, height);
            prop_assert_eq!(layout.bands.len(), 60);
            prop_assert_eq!(layout.joins.len(), 20);
            let mut covered = vec![0_u8; width * height];
            for area in &layout.bands {
                for y in area.y..area.y + area.height {
                    for x in area.x..area.x + area.width {
                        covered[y * width + x] += 1;
                    }
                }
            }
            for y in 0..height {
                for x in 0..width {
                    let high = x >= width.div_ceil(2) && y >= height.div_ceil(2);
                    prop_assert_eq!(covered[y * width + x], u8::from(!high), "{} {}", x, y);
                }
            }
        }
    }
}
