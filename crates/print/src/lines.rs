//! Breaking text into lines by the advance widths of the font.

use ttf_parser::Face;

/// A face with what measuring needs.
pub(crate) struct Measure<'a> {
    face: Face<'a>,
}

impl<'a> Measure<'a> {
    pub(crate) fn new(font: &'a [u8]) -> Option<Self> {
        Face::parse(font, 0).ok().map(|face| Self { face })
    }

    /// What the font cannot show becomes a question mark: a letter must not fail for one character.
    pub(crate) fn readable(&self, text: &str) -> String {
        text.chars()
            .map(|c| match c {
                '\u{a0}' | '\t' => ' ',
                c if self.face.glyph_index(c).is_some() => c,
                _ => '?',
            })
            .collect()
    }

    /// Width in points at a size.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text
            .chars()
            .filter_map(|c| self.face.glyph_hor_advance(self.face.glyph_index(c)?))
            .map(u32::from)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a line has few units")]
        let units = units as f32;
        units * size / f32::from(self.face.units_per_em())
    }

    /// Lines that fit a width; a word too long for a line is cut.
    pub(crate) fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() {
                    word.to_owned()
                } else {
                    format!("{line} {word}")
                };
                if self.width(&longer, size) <= room {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.cut(word, size, room, &mut lines);
            }
            lines.push(line);
        }
        lines
    }

    fn cut(&self, word: &str, size: f32, room: f32, lines: &mut Vec<String>) -> String {
        let mut part = String::new();
        for c in word.chars() {
            part.push(c);
            if self.width(&part, size) > room && part.chars().count() > 1 {
                part.pop();
                lines.push(std::mem::replace(&mut part, c.to_string()));
            }
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure() -> Measure<'static> {
        Measure::new(include_bytes!("../fonts/be-vietnam-pro-400.ttf")).unwrap()
    }

    #[test]
    fn every_line_fits_and_no_word_is_lost() {
        let measure = measure();
        let text = "Yêu cầu không nêu căn cứ pháp luật cho phép.\nĐề nghị bổ sung điều luật.";
        let lines = measure.lines(text, 11.0, 120.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|l| measure.width(l, 11.0) <= 120.0));
        let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&lines.join(" ")), words(text));
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        let measure = measure();
        let lines = measure.lines(&"x".repeat(100), 11.0, 100.0);
        assert!(lines.len() > 1 && lines.iter().all(|l| measure.width(l, 11.0) <= 100.0));
        assert_eq!(lines.concat().len(), 100);
    }

    #[test]
    fn what_the_font_lacks_is_replaced() {
        assert_eq!(
            measure().readable("Ủy ban 委員 🔐 đã ký"),
            "Ủy ban ?? ? đã ký"
        );
    }
}
