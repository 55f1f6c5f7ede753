//! Setting a letter on A4 pages, tagged in reading order.

use std::borrow::Cow;
use std::num::NonZeroU16;

use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, TextDirection};
use krilla::{Data, Document};

use crate::lines::Measure;
use crate::{Block, Error, Letter};

static REGULAR: &[u8] = include_bytes!("../fonts/be-vietnam-pro-400.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/be-vietnam-pro-700.ttf");

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 70.0;
const LEADING: f32 = 1.45;

/// The day and minute of a letter, in Viet Nam.
#[derive(Debug, Clone, Copy)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

struct Face {
    font: Font,
    measure: Measure<'static>,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, Error> {
        let unreadable = || Error("the font does not read".to_owned());
        Ok(Self {
            font: Font::new(Data::from(bytes.to_vec()), 0).ok_or_else(unreadable)?,
            measure: Measure::new(bytes).ok_or_else(unreadable)?,
        })
    }
}

/// One line with its place.
struct Line {
    page: usize,
    block: usize,
    baseline: f32,
    size: f32,
    bold: bool,
    text: String,
    /// Where a line to write on begins.
    rule: Option<f32>,
}

/// Less room than this is too little to write on.
const LEAST_RULE: f32 = 150.0;

fn look(block: &Block) -> (Cow<'_, str>, f32, bool) {
    match block {
        Block::Title(text) => (text.into(), 16.0, true),
        Block::Text(text) => (text.into(), 11.0, false),
        Block::Strong(text) => (text.into(), 11.0, true),
        Block::Field(label, value) => (format!("{label}: {value}").into(), 11.0, false),
    }
}

/// The lines of a block; an empty field ends with room to write, on its line or on one of its own.
fn broken(block: &Block, measure: &Measure<'_>) -> Vec<(String, Option<f32>)> {
    let room = PAGE.0 - 2.0 * MARGIN;
    let (text, size, _) = look(block);
    let readable = text
        .lines()
        .map(|line| measure.readable(line))
        .collect::<Vec<_>>()
        .join("\n");
    let lines = measure.lines(&readable, size, room).into_iter();
    let mut lines: Vec<_> = lines.map(|text| (text, None)).collect();
    if matches!(block, Block::Field(_, value) if value.is_empty()) {
        let used = |text: &str| measure.width(text, size) + size;
        match lines.last_mut() {
            Some((text, rule)) if room - used(text) >= LEAST_RULE => *rule = Some(used(text)),
            _ => lines.push((String::new(), Some(0.0))),
        }
    }
    lines
}

/// Where every line stands.
fn set(letter: &Letter, faces: [&Face; 2]) -> Vec<Line> {
    let (mut page, mut y) = (0, MARGIN);
    let mut lines = Vec::new();
    for (at, block) in letter.blocks.iter().enumerate() {
        let (_, size, bold) = look(block);
        let [regular, strong] = faces;
        let measure = if bold {
            &strong.measure
        } else {
            &regular.measure
        };
        for (text, rule) in broken(block, measure) {
            y += size * LEADING;
            if y > PAGE.1 - MARGIN {
                (page, y) = (page + 1, MARGIN + size * LEADING);
            }
            if !text.is_empty() || rule.is_some() {
                lines.push(Line {
                    page,
                    block: at,
                    baseline: y,
                    size,
                    bold,
                    text,
                    rule,
                });
            }
        }
        y += size * 0.7;
    }
    lines
}

/// The letter as PDF/UA-1; the library refuses to write what does not conform.
pub fn pdf(letter: &Letter, made: Date) -> Result<Vec<u8>, Error> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| Error(format!("{e:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let (regular, bold) = (Face::new(REGULAR)?, Face::new(BOLD)?);
    let lines = set(letter, [&regular, &bold]);
    let marks = draw(&mut document, &lines, [&regular, &bold])?;
    let mut tree = TagTree::new().with_lang(Some(letter.lang.clone()));
    for (at, block) in letter.blocks.iter().enumerate() {
        let mut group = match block {
            Block::Title(text) => TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(text.clone()))),
            Block::Text(_) | Block::Strong(_) | Block::Field(..) => TagGroup::new(Tag::P),
        };
        for (_, mark) in marks.iter().filter(|(block, _)| *block == at) {
            group.push(*mark);
        }
        tree.push(group);
    }
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(
        letter.title.clone(),
        XyzDestination::new(0, Point::from_xy(MARGIN, MARGIN)),
    ));
    document.set_outline(outline);
    let date = DateTime::new(made.year)
        .month(made.month)
        .day(made.day)
        .hour(made.hour)
        .minute(made.minute)
        .second(0)
        .utc_offset_hour(7)
        .utc_offset_minute(0);
    document.set_metadata(
        Metadata::new()
            .title(letter.title.clone())
            .language(letter.lang.clone())
            .creation_date(date),
    );
    document.finish().map_err(|e| Error(format!("{e:?}")))
}

/// A line to write on: for the eye alone, readers pass it by.
fn rule(surface: &mut Surface<'_>, from: f32, baseline: f32) {
    let mut path = PathBuilder::new();
    path.move_to(MARGIN + from, baseline + 2.0);
    path.line_to(PAGE.0 - MARGIN, baseline + 2.0);
    let Some(path) = path.finish() else { return };
    let artifact = Artifact::new(ArtifactType::Layout, None);
    surface.start_tagged(ContentTag::Artifact(artifact));
    surface.set_stroke(Some(Stroke {
        width: 0.5,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

/// Draws the lines; gives the mark of each with its block.
fn draw(
    document: &mut Document,
    lines: &[Line],
    faces: [&Face; 2],
) -> Result<Vec<(usize, Identifier)>, Error> {
    let last = lines.last().map_or(0, |line| line.page);
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1);
    let settings = settings.ok_or_else(|| Error("a page without size".to_owned()))?;
    let mut marks = Vec::new();
    for number in 0..=last {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        for line in lines.iter().filter(|line| line.page == number) {
            let [regular, bold] = faces;
            let face = if line.bold { bold } else { regular };
            if let Some(from) = line.rule {
                rule(&mut surface, from, line.baseline);
            }
            if line.text.is_empty() {
                continue;
            }
            let mark = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            // Words of neighbouring lines stay apart when the text is read back.
            surface.draw_text(
                Point::from_xy(MARGIN, line.baseline),
                face.font.clone(),
                line.size,
                &format!("{} ", line.text),
                false,
                TextDirection::LeftToRight,
            );
            surface.end_tagged();
            marks.push((line.block, mark));
        }
        surface.finish();
        page.finish();
    }
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: Date = Date {
        year: 2024,
        month: 3,
        day: 8,
        hour: 9,
        minute: 30,
    };

    fn letter(words: &str) -> Letter {
        Letter {
            lang: "vi".to_owned(),
            title: "Trả lời yêu cầu YC-1".to_owned(),
            blocks: vec![
                Block::Strong("Công an thành phố Thủ Dầu Một".to_owned()),
                Block::Title("Trả lời yêu cầu khóa tài khoản".to_owned()),
                Block::Text(words.to_owned()),
            ],
        }
    }

    // law: D59-19.1.c3
    #[test]
    fn a_letter_is_tagged_and_names_its_language() {
        let bytes = pdf(&letter("Yêu cầu bị từ chối."), MADE).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let text = String::from_utf8_lossy(&bytes);
        for part in ["/MarkInfo", "/StructTreeRoot", "/Lang", "pdfuaid:part"] {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(bytes, pdf(&letter("Yêu cầu bị từ chối."), MADE).unwrap());
    }

    // law: D69-F
    #[test]
    fn a_form_leaves_room_for_what_is_not_filled_in() {
        let form = |value: &str| Letter {
            blocks: vec![
                Block::Title("Mẫu TK01".to_owned()),
                Block::Field("Họ, chữ đệm và tên".to_owned(), value.to_owned()),
                Block::Field("Rất dài ".repeat(12), value.to_owned()),
            ],
            ..letter("")
        };
        let empty = pdf(&form(""), MADE).unwrap();
        let filled = pdf(&form("Nguyễn Thị Ngọc Ánh"), MADE).unwrap();
        assert_ne!(empty, filled);
        let face = Face::new(REGULAR).unwrap();
        let rules = |value: &str| {
            let lines = set(&form(value), [&face, &face]);
            lines.iter().filter(|line| line.rule.is_some()).count()
        };
        assert_eq!((rules(""), rules("Ánh")), (2, 0));
    }

    #[test]
    fn long_words_strange_signs_and_many_pages_are_no_failure() {
        for words in [
            "",
            "🔐 委員\u{0}\u{7}",
            &"rất dài ".repeat(3000),
            &"x".repeat(5000),
        ] {
            assert!(pdf(&letter(words), MADE).is_ok());
        }
    }
}
