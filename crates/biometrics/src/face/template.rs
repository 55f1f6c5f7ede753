//! What a face becomes: a direction in a space of many dimensions, alike for one person. As good as the face itself
//! to whoever steals it (a picture can be made from it), so it is sealed wherever it rests.

use std::fmt;

use zeroize::Zeroizing;

use super::{Identity, Remedy};

/// Tells our bytes from others', with the version of the format.
const MARK: [u8; 4] = *b"DFT1";
/// Most numbers of a template, of any engine.
const MOST: usize = 4096;
/// How far a stored length may be from 1.
const SLACK: f32 = 1e-3;

/// A face as numbers, by one engine. Gone from memory when it is dropped, and never printed; what the
/// networks gave on the way to it is not wiped.
#[derive(Clone, PartialEq)]
pub struct FaceTemplate {
    engine: Identity,
    unit: Zeroizing<Vec<f32>>,
}

impl fmt::Debug for FaceTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FaceTemplate(‹private›)")
    }
}

/// Why numbers or bytes are no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Not of this format, or of another version of it.
    #[error("these bytes are no face template of version 1")]
    Format,
    /// Fewer or more bytes than numbers were promised.
    #[error("the template is cut off or too long")]
    Length,
    /// Numbers that are no direction.
    #[error("the template's numbers are no direction")]
    Numbers,
    /// Of another engine or version: to be made anew from the picture.
    #[error("the template is another engine's")]
    OtherEngine,
}

impl TemplateError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Format => "face-template-format",
            Self::Length => "face-template-length",
            Self::Numbers => "face-template-numbers",
            Self::OtherEngine => "face-other-engine",
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::Format | Self::Length | Self::Numbers | Self::OtherEngine => Remedy::CallSupport,
        }
    }
}

impl FaceTemplate {
    /// What an engine found, of any length; it is made one long.
    pub fn new(engine: Identity, mut numbers: Vec<f32>) -> Result<Self, TemplateError> {
        if numbers.is_empty() || numbers.len() > MOST {
            return Err(TemplateError::Length);
        }
        let length = dot(&numbers, &numbers).sqrt();
        if !length.is_normal() {
            return Err(TemplateError::Numbers);
        }
        for number in &mut numbers {
            *number /= length;
        }
        Ok(Self {
            engine,
            unit: Zeroizing::new(numbers),
        })
    }

    /// The engine that made it. A template serves its own engine only.
    pub const fn engine(&self) -> &Identity {
        &self.engine
    }

    /// The numbers; the sum of their squares is 1.
    pub fn unit(&self) -> &[f32] {
        &self.unit
    }

    /// To be sealed: mark of the format, mark of the engine (name, version, digest), how many numbers, the numbers.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let engine = self.engine.to_mark();
        let length = MARK.len() + 2 + engine.len() + 2 + self.unit.len() * 4;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.extend(MARK);
        bytes.extend(u16::try_from(engine.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(engine.as_bytes());
        bytes.extend(u16::try_from(self.unit.len()).unwrap_or(0).to_le_bytes());
        for number in self.unit.iter() {
            bytes.extend(number.to_le_bytes());
        }
        bytes
    }

    /// What [`FaceTemplate::to_bytes`] gave, for the engine that is at work now.
    pub fn from_bytes(bytes: &[u8], engine: &Identity) -> Result<Self, TemplateError> {
        let rest = bytes.strip_prefix(&MARK).ok_or(TemplateError::Format)?;
        let (mark, rest) = counted(rest, 1)?;
        if mark != engine.to_mark().as_bytes() {
            return Err(TemplateError::OtherEngine);
        }
        let (numbers, rest) = counted(rest, 4)?;
        if !rest.is_empty() {
            return Err(TemplateError::Length);
        }
        let unit = Zeroizing::new(
            numbers
                .as_chunks::<4>()
                .0
                .iter()
                .map(|number| f32::from_le_bytes(*number))
                .collect::<Vec<f32>>(),
        );
        if unit.is_empty() || unit.len() > MOST {
            return Err(TemplateError::Length);
        }
        let length = dot(&unit, &unit);
        // Also false for what is no number.
        if (length - 1.0).abs() < SLACK {
            Ok(Self {
                engine: engine.clone(),
                unit,
            })
        } else {
            Err(TemplateError::Numbers)
        }
    }

    /// The cosine of the angle between two templates of one engine: 1 for the same, about 0 for strangers.
    pub fn cosine(&self, other: &Self) -> Result<f32, TemplateError> {
        if self.engine == other.engine && self.unit.len() == other.unit.len() {
            Ok(dot(&self.unit, &other.unit))
        } else {
            Err(TemplateError::OtherEngine)
        }
    }
}

/// As many items of `size` bytes as the number before them says, and what follows.
fn counted(bytes: &[u8], size: usize) -> Result<(&[u8], &[u8]), TemplateError> {
    let (count, rest) = bytes
        .split_first_chunk::<2>()
        .ok_or(TemplateError::Length)?;
    rest.split_at_checked(usize::from(u16::from_le_bytes(*count)) * size)
        .ok_or(TemplateError::Length)
}

/// Sum of products, in sixteen sums side by side so that the processor adds them at once.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 16];
    let (a, a_rest) = a.as_chunks::<16>();
    let (b, b_rest) = b.as_chunks::<16>();
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn engine(digest: &str) -> Identity {
        Identity {
            id: "test".to_owned(),
            version: "1".to_owned(),
            digest: digest.repeat(64),
        }
    }

    fn template(numbers: &[f32]) -> FaceTemplate {
        FaceTemplate::new(engine("a"), numbers.to_vec()).unwrap()
    }

    #[test]
    fn only_directions_are_templates() {
        for (numbers, why) in [
            (vec![], TemplateError::Length),
            (vec![1.0; MOST + 1], TemplateError::Length),
            (vec![0.0; 512], TemplateError::Numbers),
            (vec![1.0, f32::NAN], TemplateError::Numbers),
            (vec![f32::INFINITY, 1.0], TemplateError::Numbers),
            (vec![f32::MAX, f32::MAX], TemplateError::Numbers),
        ] {
            assert_eq!(FaceTemplate::new(engine("a"), numbers), Err(why));
        }
    }

    #[test]
    fn a_cosine_is_between_templates_of_one_engine() {
        let (one, turned) = (template(&[3.0, 4.0]), template(&[-4.0, 3.0]));
        assert!((one.cosine(&one).unwrap() - 1.0).abs() < 1e-6);
        assert!(one.cosine(&turned).unwrap().abs() < 1e-6);
        let other = FaceTemplate::new(engine("b"), vec![3.0, 4.0]).unwrap();
        assert_eq!(one.cosine(&other), Err(TemplateError::OtherEngine));
        assert_eq!(
            one.cosine(&template(&[1.0, 1.0, 1.0])),
            Err(TemplateError::OtherEngine)
        );
    }

    #[test]
    fn bytes_of_another_engine_or_kind_are_refused() {
        let bytes = template(&[1.0, 2.0, 3.0]).to_bytes();
        let read = |bytes: &[u8], digest| FaceTemplate::from_bytes(bytes, &engine(digest));
        assert_eq!(read(&bytes, "a").unwrap(), template(&[1.0, 2.0, 3.0]));
        assert_eq!(read(&bytes, "b"), Err(TemplateError::OtherEngine));
        let mut next = engine("a");
        next.version = "2".to_owned();
        let told = FaceTemplate::from_bytes(&bytes, &next);
        assert_eq!(told, Err(TemplateError::OtherEngine));
        assert_eq!(read(b"FMR\0 20\0", "a"), Err(TemplateError::Format));
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(read(&longer, "a"), Err(TemplateError::Length));
        let mut changed = bytes.to_vec();
        let last = changed.len() - 1;
        changed[last] = 0x7F;
        assert_eq!(read(&changed, "a"), Err(TemplateError::Numbers));
        for cut in 0..bytes.len() {
            assert!(read(&bytes[..cut], "a").is_err(), "{cut}");
        }
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(
            format!("{:?}", template(&[0.123_456, 9.0])),
            "FaceTemplate(‹private›)"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec(-1e3_f32..1e3, 1..600)) {
            prop_assume!(numbers.iter().any(|n| n.abs() > 1e-3));
            let one = template(&numbers);
            let read = FaceTemplate::from_bytes(&one.to_bytes(), &engine("a"));
            prop_assert_eq!(read, Ok(one));
        }

        /// What goes on with any bytes after a sound beginning; whatever is still read is written as it was.
        #[test]
        fn any_bytes_give_an_answer(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..30)) {
            let sound = template(&[1.0, 2.0, 3.0]).to_bytes();
            let mut file = sound[..at.index(sound.len())].to_vec();
            file.extend(&bytes);
            if let Ok(read) = FaceTemplate::from_bytes(&file, &engine("a")) {
                prop_assert_eq!(read.to_bytes().to_vec(), file);
            }
        }
    }
}
