use maud::{Markup, Render, html};

/// A bar as long as its share of the longest; it stands beside the number that it draws.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    part: u64,
    of: u64,
}

impl Bar {
    pub fn new(part: u64, of: u64) -> Self {
        Bar { part, of }
    }
}

impl Render for Bar {
    fn render(&self) -> Markup {
        let whole = u128::from(self.of.max(1));
        let long = u128::from(self.part.min(self.of)) * 100 / whole;
        html! {
            svg aria-hidden="true" focusable="false" viewBox="0 0 100 10" width="120" height="12" preserveAspectRatio="none" {
                rect width=(long) height="10" fill="currentColor" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_its_share_of_the_longest() {
        for (part, of, long) in [
            (0, 0, 0),
            (5, 0, 0),
            (1, 4, 25),
            (4, 4, 100),
            (u64::MAX, u64::MAX, 100),
        ] {
            let drawn = Bar::new(part, of).render().0;
            assert!(drawn.contains(&format!("width=\"{long}\"")), "{drawn}");
        }
    }
}
