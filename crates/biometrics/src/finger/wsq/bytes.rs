//! A reader that never reads past its end.

use super::WsqError;

#[derive(Clone, Copy)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WsqError> {
        let (now, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(WsqError::Truncated)?;
        self.rest = rest;
        Ok(*now)
    }

    pub(super) fn byte(&mut self) -> Result<u8, WsqError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn word(&mut self) -> Result<u16, WsqError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn long(&mut self) -> Result<u32, WsqError> {
        self.array().map(u32::from_be_bytes)
    }

    /// The body of a segment, whose length counts itself.
    pub(super) fn segment(&mut self) -> Result<Self, WsqError> {
        let length = usize::from(self.word()?);
        let body = length.checked_sub(2).ok_or(WsqError::Damaged)?;
        let (now, rest) = self
            .rest
            .split_at_checked(body)
            .ok_or(WsqError::Truncated)?;
        self.rest = rest;
        Ok(Self::new(now))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// A number written as digits and a count of decimals. The reference decoder divides step by step in single
    /// precision; doing the same makes our pixels equal to its pixels.
    pub(super) fn decimal(&mut self) -> Result<f32, WsqError> {
        let decimals = self.byte()?;
        let digits = self.word()?;
        Ok(shifted(f32::from(digits), decimals))
    }

    /// A filter tap: sign, decimals, digits.
    pub(super) fn tap(&mut self) -> Result<f32, WsqError> {
        let (sign, decimals, digits) = (self.byte()?, self.byte()?, self.long()?);
        #[expect(
            clippy::cast_precision_loss,
            reason = "the reference decoder rounds to single precision here"
        )]
        let value = shifted(digits as f32, decimals);
        Ok(if sign == 0 { value } else { -value })
    }
}

fn shifted(mut value: f32, decimals: u8) -> f32 {
    for _ in 0..decimals {
        value = narrow(f64::from(value) / 10.0);
    }
    value
}

/// To single precision, as the reference decoder stores what it computes in double.
#[expect(clippy::cast_possible_truncation, reason = "rounding is what is asked")]
pub(super) const fn narrow(value: f64) -> f32 {
    value as f32
}
