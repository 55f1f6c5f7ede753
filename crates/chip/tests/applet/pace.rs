//! PACE with generic mapping, the chip's side (ICAO Doc 9303-11, 4.4).

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::command::Command;
use super::keys::{Keys, chain, cmac, derive};
use super::{Answer, Applet, Way, bare, field, tlv};

const NONCE: [u8; 16] = *b"\x3F\x00\xC4\xD3\x9D\x15\x3F\x2B\x2A\x21\x4A\x07\x8D\x89\x9B\x22";
/// id-PACE-ECDH-GM.
const PROTOCOL: [u8; 9] = *b"\x04\x00\x7F\x00\x07\x02\x02\x04\x02";
/// Secrets of the mapping and of the agreement: short, so that they are scalars of every curve.
const SECRETS: [[u8; 24]; 2] = [[0x49; 24], [0x10; 24]];

/// How far a run has come.
#[derive(Clone, Default)]
pub(super) enum State {
    #[default]
    Nothing,
    Chosen(Chosen),
    Nonce(Chosen),
    Mapped(Chosen, Vec<u8>),
    Agreed(Chosen, Keys, [Vec<u8>; 2]),
}

/// By which way, with which password.
#[derive(Clone)]
pub(super) struct Chosen {
    way: Way,
    number: bool,
}

impl Applet {
    fn protocol(way: &Way) -> Vec<u8> {
        [&PROTOCOL[..], &[way.cipher]].concat()
    }

    /// `MSE:Set AT`: a warning tells how often a number may still be tried.
    pub(super) fn choose_way(&mut self, data: &[u8]) -> Answer {
        let (Some(protocol), Some([password])) = (field(data, 0x80), field(data, 0x83)) else {
            return bare(0x6A80);
        };
        let parameter = field(data, 0x84);
        let fits = |way: &&Way| {
            Self::protocol(way) == protocol && parameter.is_none_or(|p| p == [way.parameter])
        };
        let mut fitting = self.card.ways.iter().filter(fits);
        let Some(way) = fitting.next().cloned() else {
            return bare(0x6A80);
        };
        // Of several sets of parameters one has to be named.
        let several = self.card.ways.iter().any(|w| w.parameter != way.parameter);
        if several && parameter.is_none() {
            return bare(0x6A88);
        }
        let number = *password == 2;
        self.opening = State::Chosen(Chosen { way, number });
        match self.card.tries {
            Some(left) if number => bare(0x63C0 | u16::from(left)),
            Some(_) | None => bare(0x9000),
        }
    }

    pub(super) fn general(&mut self, command: &Command) -> Answer {
        let chained = command.header[0] & 0x10 != 0;
        let Some(data) = field(&command.data, 0x7C) else {
            return bare(0x6A80);
        };
        let (state, answer) = match std::mem::take(&mut self.opening) {
            State::Chosen(chosen) if chained && data.is_empty() => Some(self.nonce(chosen)),
            State::Nonce(chosen) if chained => map(chosen, data),
            State::Mapped(chosen, generator) if chained => agree(chosen, &generator, data),
            State::Agreed(chosen, keys, points) if !chained => {
                return self.prove(&chosen, keys, &points, data);
            }
            State::Nothing
            | State::Chosen(_)
            | State::Nonce(_)
            | State::Mapped(..)
            | State::Agreed(..) => None,
        }
        .unwrap_or((State::Nothing, bare(0x6A80)));
        self.opening = state;
        answer
    }

    fn nonce(&self, chosen: Chosen) -> (State, Answer) {
        let secret = if chosen.number {
            self.card.can.as_bytes().to_vec()
        } else {
            let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, self.card.seed.as_bytes());
            hash.as_ref().to_vec()
        };
        let key = derive(chosen.way.cipher, &secret, 3);
        let sealed = chain(&key, &[0; 16], &NONCE);
        let answer = (tlv(0x7C, &tlv(0x80, &sealed)), 0x9000);
        (State::Nonce(chosen), answer)
    }

    /// The terminal's token, then ours.
    fn prove(&mut self, chosen: &Chosen, keys: Keys, points: &[Vec<u8>; 2], data: &[u8]) -> Answer {
        let [theirs, ours] = points;
        let token = |point: &[u8]| {
            let protocol = tlv(0x06, &Self::protocol(&chosen.way));
            let covered = tlv(0x7F49, &[protocol, tlv(0x86, point)].concat());
            cmac(keys.mac_key(), &covered)
        };
        if field(data, 0x85) != Some(&token(ours)) {
            let Some(tries) = self.card.tries.as_mut().filter(|_| chosen.number) else {
                return bare(0x6300);
            };
            *tries = tries.saturating_sub(1);
            return bare(0x63C0 | u16::from(*tries));
        }
        let mut own = token(theirs);
        if self.card.impostor {
            own[0] ^= 1;
        }
        self.session = Some(keys);
        (tlv(0x7C, &tlv(0x86, &own)), 0x9000)
    }
}

fn map(chosen: Chosen, data: &[u8]) -> Option<(State, Answer)> {
    let (curve, theirs) = (&chosen.way.curve, field(data, 0x81)?);
    let [secret, _] = SECRETS;
    let shared = curve.multiply(&secret, theirs)?;
    let generator = curve.add(&curve.multiply(&NONCE, &curve.generator())?, &shared)?;
    let offered = curve.multiply(&secret, &curve.generator())?;
    let answer = (tlv(0x7C, &tlv(0x82, &offered)), 0x9000);
    Some((State::Mapped(chosen, generator), answer))
}

fn agree(chosen: Chosen, generator: &[u8], data: &[u8]) -> Option<(State, Answer)> {
    let (curve, theirs) = (&chosen.way.curve, field(data, 0x83)?);
    let [_, secret] = SECRETS;
    let offered = curve.multiply(&secret, generator)?;
    let shared = curve.multiply(&secret, theirs)?;
    let keys = Keys::aes(chosen.way.cipher, curve.first(&shared));
    let answer = (tlv(0x7C, &tlv(0x84, &offered)), 0x9000);
    let points = [theirs.to_vec(), offered];
    Some((State::Agreed(chosen, keys, points), answer))
}
