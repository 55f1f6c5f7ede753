use maud::{Markup, Render, html};

/// A share with the interval that it lies in, in parts of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

/// One place on the line of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendPoint {
    /// Short: "11/2026".
    pub name: String,
    /// What is watched; none where there is too little of it.
    pub own: Option<Measured>,
    /// What it is held against.
    pub beside: Option<f64>,
}

/// Shares over time: a dot with its interval for each, and what they are held against as a broken line. It draws what
/// a table beside it says, and never stands alone.
#[derive(Clone, Debug)]
pub struct Trend {
    label: String,
    points: Vec<TrendPoint>,
}

const LEFT: f64 = 52.0;
const RIGHT: f64 = 600.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 160.0;
/// Where the scale may end, in parts of one.
const SCALES: [f64; 6] = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0];

impl Trend {
    /// `label`: what it shows, to whoever cannot see it.
    pub fn new(label: impl Into<String>, points: Vec<TrendPoint>) -> Self {
        Trend {
            label: label.into(),
            points,
        }
    }

    fn scale(&self) -> f64 {
        let highest = |point: &TrendPoint| {
            let own = point.own.map_or(0.0, |own| own.high);
            own.max(point.beside.unwrap_or(0.0))
        };
        let highest = self.points.iter().map(highest).fold(0.0, f64::max);
        let fits = |end: &f64| *end >= highest;
        SCALES.into_iter().find(fits).unwrap_or(1.0)
    }

    /// Each point with its place from left to right.
    fn placed(&self) -> impl Iterator<Item = (f64, &TrendPoint)> {
        let number = |at: usize| f64::from(u16::try_from(at).unwrap_or(u16::MAX));
        let step = (RIGHT - LEFT) / number(self.points.len()).max(1.0);
        let points = self.points.iter().enumerate();
        points.map(move |(at, point)| (LEFT + step * (number(at) + 0.5), point))
    }
}

fn place(of: f64) -> String {
    format!("{of:.1}")
}

impl Render for Trend {
    fn render(&self) -> Markup {
        let scale = self.scale();
        let height = |share: f64| place(BOTTOM - (BOTTOM - TOP) * (share / scale).clamp(0.0, 1.0));
        let beside = self.placed().filter_map(|(x, point)| {
            let share = point.beside?;
            Some(format!("{},{}", place(x), height(share)))
        });
        let beside = beside.collect::<Vec<_>>().join(" ");
        let (first, last) = (self.points.first(), self.points.last());
        html! {
            p.govuk-body {
                svg role="img" aria-label=(self.label) viewBox="0 0 610 190" width="100%" height="210" preserveAspectRatio="xMinYMid meet"
                    fill="none" stroke="currentColor" font-size="14" {
                    path stroke-opacity=".5" d=(format!("M{LEFT} {TOP}H{RIGHT}M{LEFT} {BOTTOM}H{RIGHT}")) {}
                    g fill="currentColor" stroke="none" {
                        text x=(LEFT - 8.0) y=(TOP + 5.0) text-anchor="end" { (format!("{:.0} %", scale * 100.0)) }
                        text x=(LEFT - 8.0) y=(BOTTOM + 5.0) text-anchor="end" { "0 %" }
                        @if let Some(point) = first { text x=(LEFT) y=(BOTTOM + 22.0) { (point.name) } }
                        @if let Some(point) = last.filter(|_| self.points.len() > 1) {
                            text x=(RIGHT) y=(BOTTOM + 22.0) text-anchor="end" { (point.name) }
                        }
                    }
                    @if !beside.is_empty() { polyline points=(beside) stroke-width="2" stroke-dasharray="6 5" {} }
                    @for (x, point) in self.placed() {
                        @if let Some(own) = point.own {
                            path stroke-width="3" d=(format!("M{} {}V{}", place(x), height(own.low), height(own.high))) {}
                            circle cx=(place(x)) cy=(height(own.share)) r="6" fill="currentColor" stroke="none" {}
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(own: Option<(f64, f64, f64)>, beside: Option<f64>) -> TrendPoint {
        TrendPoint {
            name: "11/2026".into(),
            own: own.map(|(low, share, high)| Measured { share, low, high }),
            beside,
        }
    }

    #[test]
    fn each_measure_is_a_dot_in_its_interval_on_a_scale_that_holds_all() {
        let points = vec![
            point(Some((0.05, 0.1, 0.18)), Some(0.02)),
            point(None, Some(0.03)),
            point(Some((0.0, 0.0, 0.1)), None),
        ];
        let drawn = Trend::new("Sai <lệch>", points).render().0;
        assert_eq!(drawn.matches("<circle").count(), 2, "{drawn}");
        assert!(drawn.contains(">20 %<"), "{drawn}");
        // A tenth of a scale of a fifth lies in the middle.
        assert!(drawn.contains("cy=\"87.0\""), "{drawn}");
        assert!(
            drawn.contains("points=\"143.3,145.4 326.0,138.1\""),
            "{drawn}"
        );
        assert!(drawn.contains("aria-label=\"Sai &lt;lệch&gt;\""));
        assert!(!drawn.contains("style="));
    }

    #[test]
    fn nothing_measured_is_an_empty_scale() {
        for points in [vec![], vec![point(None, None)]] {
            let drawn = Trend::new("x", points).render().0;
            assert!(!drawn.contains("<circle") && !drawn.contains("<polyline"));
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }
}
