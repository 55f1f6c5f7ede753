//! Rust text, taken apart far enough for our checks: code, string literals, test modules.

/// One source file. Each list has one entry for each line of the file.
pub(crate) struct Source {
    /// The code: comments gone, the inside of string literals blanked.
    pub(crate) code: Vec<String>,
    /// The inside of the string literals.
    pub(crate) strings: Vec<String>,
    /// Whether the line belongs to a `#[cfg(test)]` item.
    pub(crate) in_test: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Code,
    Line,
    Block(usize),
    Text,
    Raw(usize),
}

impl Source {
    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader::new(text);
        while reader.step() {}
        reader.newline();
        let in_test = test_lines(&reader.code);
        Self {
            code: reader.code,
            strings: reader.strings,
            in_test,
        }
    }

    /// Lines of code outside tests: number (from 1), code, strings.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        self.code
            .iter()
            .zip(&self.strings)
            .zip(&self.in_test)
            .enumerate()
            .filter(|(_, (_, test))| !**test)
            .map(|(at, ((code, strings), _))| (at + 1, code.as_str(), strings.as_str()))
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    state: State,
    line: (String, String),
    code: Vec<String>,
    strings: Vec<String>,
}

impl Reader {
    fn new(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
            state: State::Code,
            line: (String::new(), String::new()),
            code: Vec::new(),
            strings: Vec::new(),
        }
    }

    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn newline(&mut self) {
        let (code, strings) = std::mem::take(&mut self.line);
        self.code.push(code);
        self.strings.push(strings);
    }

    fn step(&mut self) -> bool {
        let Some(&now) = self.chars.get(self.at) else {
            return false;
        };
        if now == '\n' {
            if self.state == State::Line {
                self.state = State::Code;
            }
            self.newline();
            self.at += 1;
            return true;
        }
        self.at += match self.state {
            State::Code => self.in_code(now),
            State::Line => 1,
            State::Block(depth) => self.in_block(now, depth),
            State::Text => self.in_text(now),
            State::Raw(hashes) => self.in_raw(now, hashes),
        };
        true
    }

    fn in_code(&mut self, now: char) -> usize {
        match (now, self.peek(1)) {
            ('/', '/') => {
                self.state = State::Line;
                2
            }
            ('/', '*') => {
                self.state = State::Block(1);
                2
            }
            ('"', _) => {
                self.line.0.push('"');
                self.state = State::Text;
                1
            }
            ('r', '"' | '#') if !self.after_word() && self.raw_hashes().is_some() => {
                let hashes = self.raw_hashes().unwrap_or_default();
                self.line.0.push('"');
                self.state = State::Raw(hashes);
                hashes + 2
            }
            ('\'', '\\') => self.skip_char(),
            ('\'', _) if self.peek(2) == '\'' => {
                self.line.0.push_str("' '");
                3
            }
            _ => {
                self.line.0.push(now);
                1
            }
        }
    }

    /// An escaped character literal: `'\n'`, `'\''`, `'\u{1EA0}'`.
    fn skip_char(&mut self) -> usize {
        let mut length = 3;
        while self.peek(length) != '\'' && self.peek(length) != '\0' && length < 12 {
            length += 1;
        }
        self.line.0.push_str("' '");
        length + 1
    }

    fn after_word(&self) -> bool {
        let before = self
            .at
            .checked_sub(1)
            .and_then(|at| self.chars.get(at))
            .copied();
        before.is_some_and(|c| c.is_alphanumeric() && c != 'b' || c == '_')
    }

    fn raw_hashes(&self) -> Option<usize> {
        let mut hashes = 0;
        while self.peek(1 + hashes) == '#' {
            hashes += 1;
        }
        (self.peek(1 + hashes) == '"').then_some(hashes)
    }

    fn in_block(&mut self, now: char, depth: usize) -> usize {
        match (now, self.peek(1)) {
            ('*', '/') => {
                self.state = if depth == 1 {
                    State::Code
                } else {
                    State::Block(depth - 1)
                };
                2
            }
            ('/', '*') => {
                self.state = State::Block(depth + 1);
                2
            }
            _ => 1,
        }
    }

    fn in_text(&mut self, now: char) -> usize {
        match now {
            '\\' if self.peek(1) != '\n' => {
                self.line.1.push(' ');
                2
            }
            '"' => {
                self.close();
                1
            }
            _ => {
                self.line.1.push(now);
                1
            }
        }
    }

    fn in_raw(&mut self, now: char, hashes: usize) -> usize {
        if now == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#') {
            self.close();
            1 + hashes
        } else {
            self.line.1.push(now);
            1
        }
    }

    fn close(&mut self) {
        self.line.0.push('"');
        // Two literals on one line never read as one.
        self.line.1.push('\u{1f}');
        self.state = State::Code;
    }
}

/// Marks every line of an item that stands under `#[cfg(test)]`.
fn test_lines(code: &[String]) -> Vec<bool> {
    let mut marks = vec![false; code.len()];
    let mut waiting = false;
    let mut depth: Option<usize> = None;
    for (line, mark) in code.iter().zip(&mut marks) {
        if depth.is_none() && line.trim_start().starts_with("#[cfg(test)]") {
            waiting = true;
        }
        *mark = waiting || depth.is_some();
        for c in line.chars() {
            match (c, depth) {
                ('{', None) if waiting => {
                    waiting = false;
                    depth = Some(1);
                }
                ('{', Some(open)) => depth = Some(open + 1),
                ('}', Some(1)) => depth = None,
                ('}', Some(open)) => depth = Some(open - 1),
                (';', None) if waiting => waiting = false,
                _ => {}
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_code_and_text_apart() {
        let source = Source::parse(
            "let a = \"x // no\"; // yes \"c\"\nlet q = '\"'; let r = r#\"a\"b\"#; /* \"z\" */ f('\\'')",
        );
        assert_eq!(source.code[0], "let a = \"\"; ");
        assert_eq!(source.strings[0], "x // no\u{1f}");
        assert_eq!(source.strings[1], "a\"b\u{1f}");
        assert_eq!(source.code[1], "let q = ' '; let r = \"\";  f(' ')");
    }

    #[test]
    fn knows_test_items() {
        let source =
            Source::parse("fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}");
        assert_eq!(source.in_test, [false, true, true, true, true, false]);
        let source = Source::parse("#[cfg(test)]\nmod tests;\nfn c() {}");
        assert_eq!(source.in_test, [true, true, false]);
    }
}
