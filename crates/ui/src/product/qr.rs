use std::fmt::Write;

use maud::{Markup, Render, html};
use qrcode::types::Color;
use qrcode::{EcLevel, QrCode as Encoded};

/// A QR code, drawn here: black on white in every theme, with the quiet zone that readers need.
#[derive(Clone)]
pub struct QrCode {
    text: String,
    label: String,
}

/// Modules of white around (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

impl QrCode {
    /// `label`: what it is for, to whoever cannot see it.
    pub fn new(text: impl Into<String>, label: impl Into<String>) -> Self {
        QrCode {
            text: text.into(),
            label: label.into(),
        }
    }

    /// The lowest level of correction: a screen has no dirt, and fewer modules are larger and lighter.
    ///
    /// Side in modules, and one path of all black ones: a row begins at its place and goes on by steps, which is the
    /// shortest way to write it.
    fn path(&self) -> Option<(usize, String)> {
        let code = Encoded::with_error_correction_level(&self.text, EcLevel::L).ok()?;
        let side = code.width();
        let colours = code.to_colors();
        let mut path = String::new();
        for (y, row) in colours.chunks(side).enumerate() {
            let _ = write!(path, "M{QUIET} {}", y + QUIET);
            for run in row.chunk_by(|a, b| a == b) {
                let _ = match run.first() {
                    Some(Color::Dark) => write!(path, "h{}", run.len()),
                    Some(Color::Light) | None => write!(path, "m{} 0", run.len()),
                };
            }
        }
        Some((side + 2 * QUIET, path))
    }
}

impl Render for QrCode {
    fn render(&self) -> Markup {
        // Text that no QR code can hold is a defect of the page; the label says what is missing.
        let Some((side, path)) = self.path() else {
            return html! { p.govuk-body { (self.label) } };
        };
        let view = format!("0 -0.5 {side} {side}");
        html! {
            p.govuk-body {
                svg role="img" aria-label=(self.label) viewBox=(view) width="220" height="220" shape-rendering="crispEdges" {
                    path fill="#fff" d=(format!("M0-.5h{side}v{side}H0z")) {}
                    path stroke="#000" d=(path) {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A finder pattern stands at three corners and is seven modules wide.
    #[test]
    fn the_drawing_is_a_code_with_its_quiet_zone() {
        let code = QrCode::new("https://dinhdanh.example/approve/abc", "Mã QR");
        let drawn = code.render().0;
        assert!(drawn.contains("M4 4h7"), "{drawn}");
        assert!(drawn.contains("viewBox=\"0 -0.5 37 37\""), "{drawn}");
        assert!(drawn.contains("aria-label=\"Mã QR\""));
        assert!(drawn.len() < 2_500, "{}", drawn.len());
        let other = QrCode::new("https://dinhdanh.example/approve/abd", "Mã QR");
        assert_ne!(drawn, other.render().0);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let code = QrCode::new("x".repeat(3_000), "Mã QR");
        assert!(!code.render().0.contains("<svg"));
    }
}
