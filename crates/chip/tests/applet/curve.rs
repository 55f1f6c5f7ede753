//! Points of elliptic curves by the formulas of textbooks: slow, and by nobody's library but for the
//! numbers.

#![expect(clippy::many_single_char_names, reason = "the names of the formulas")]

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

#[path = "../../src/curve/domain.rs"]
mod domain;

use domain::Domain;

/// A curve by its parameters.
#[derive(Clone)]
pub struct Curve {
    field: BoxedMontyParams,
    a: BoxedMontyForm,
    b: BoxedMontyForm,
    generator: Vec<u8>,
    order: Vec<u8>,
    /// Bytes of a coordinate.
    size: usize,
}

/// A point in Jacobian coordinates; infinity has none.
type Point = Option<[BoxedMontyForm; 3]>;

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16);
    pairs.map(|pair| byte(pair).expect("digits")).collect()
}

impl Curve {
    /// The curve of these standardized parameters (9303-11, 9.5.1).
    pub fn of(parameter: u8) -> Self {
        Self::new(match parameter {
            12 => &domain::P256,
            13 => &domain::BP256,
            15 => &domain::P384,
            16 => &domain::BP384,
            17 => &domain::BP512,
            18 => &domain::P521,
            other => panic!("parameters {other}"),
        })
    }

    fn new(domain: &Domain) -> Self {
        let prime = unhex(domain.p);
        let size = prime.len();
        let bits = u32::try_from(size * 8).expect("short").next_multiple_of(64);
        let modulus = BoxedUint::from_be_slice(&prime, bits).expect("a number");
        let odd: Odd<BoxedUint> = Option::from(Odd::new(modulus)).expect("a prime");
        let field = BoxedMontyParams::new_vartime(odd);
        let number = |text: &str| element(&field, &unhex(text));
        Self {
            a: number(domain.a),
            b: number(domain.b),
            generator: [vec![4], unhex(domain.x), unhex(domain.y)].concat(),
            order: unhex(domain.n),
            size,
            field,
        }
    }

    /// Its generator, uncompressed.
    pub fn generator(&self) -> Vec<u8> {
        self.generator.clone()
    }

    /// The first coordinate of an uncompressed point.
    pub fn first<'a>(&self, point: &'a [u8]) -> &'a [u8] {
        &point[1..=self.size]
    }

    /// A multiple of an uncompressed point; nothing where that is none of the curve, the scalar not below
    /// the order, or the multiple infinity.
    pub fn multiply(&self, scalar: &[u8], point: &[u8]) -> Option<Vec<u8>> {
        let point = self.read(point)?;
        if number(scalar) >= number(&self.order) {
            return None;
        }
        let mut sum: Point = None;
        for byte in scalar {
            for bit in (0..8).rev() {
                sum = self.double(&sum);
                if byte >> bit & 1 == 1 {
                    sum = self.sum(&sum, &Some(point.clone()));
                }
            }
        }
        self.write(&sum)
    }

    /// The sum of two uncompressed points.
    pub fn add(&self, a: &[u8], b: &[u8]) -> Option<Vec<u8>> {
        self.write(&self.sum(&Some(self.read(a)?), &Some(self.read(b)?)))
    }

    fn read(&self, point: &[u8]) -> Option<[BoxedMontyForm; 3]> {
        let (4, coordinates) = point.split_first()? else {
            return None;
        };
        let (x, y) = coordinates.split_at_checked(self.size)?;
        if y.len() != self.size {
            return None;
        }
        let (x, y) = (element(&self.field, x), element(&self.field, y));
        let right = &(&x.square() + &self.a) * &x + &self.b;
        (y.square() == right).then(|| [x, y, element(&self.field, &[1])])
    }

    fn write(&self, point: &Point) -> Option<Vec<u8>> {
        let [x, y, z] = point.as_ref()?;
        let inverse: BoxedMontyForm = Option::from(z.invert())?;
        let square = inverse.square();
        let coordinates = [x * &square, y * &(&square * &inverse)];
        let mut out = vec![4];
        for coordinate in coordinates {
            let bytes = coordinate.retrieve().to_be_bytes();
            out.extend(&bytes[bytes.len() - self.size..]);
        }
        Some(out)
    }

    /// `dbl-2007-bl` of the explicit formulas database.
    fn double(&self, point: &Point) -> Point {
        let [x, y, z] = point.as_ref()?;
        let (xx, yy, zz) = (x.square(), y.square(), z.square());
        let yyyy = yy.square();
        let s = twice(&(&(&(x + &yy).square() - &xx) - &yyyy));
        let m = &(&twice(&xx) + &xx) + &(&self.a * &zz.square());
        let t = &m.square() - &twice(&s);
        let out_y = &(&m * &(&s - &t)) - &twice(&twice(&twice(&yyyy)));
        let out_z = &(&(y + z).square() - &yy) - &zz;
        Some([t, out_y, out_z])
    }

    /// `add-2007-bl`.
    fn sum(&self, a: &Point, b: &Point) -> Point {
        let (Some([x1, y1, z1]), Some([x2, y2, z2])) = (a, b) else {
            return a.clone().or_else(|| b.clone());
        };
        let (zz1, zz2) = (z1.square(), z2.square());
        let (u1, u2) = (x1 * &zz2, x2 * &zz1);
        let (s1, s2) = (&(y1 * z2) * &zz2, &(y2 * z1) * &zz1);
        if u1 == u2 {
            return if s1 == s2 { self.double(a) } else { None };
        }
        let h = &u2 - &u1;
        let i = twice(&h).square();
        let j = &h * &i;
        let r = twice(&(&s2 - &s1));
        let v = &u1 * &i;
        let x = &(&r.square() - &j) - &twice(&v);
        let y = &(&r * &(&v - &x)) - &twice(&(&s1 * &j));
        let z = &(&(&(z1 + z2).square() - &zz1) - &zz2) * &h;
        Some([x, y, z])
    }
}

/// To compare by: how long, then which.
fn number(bytes: &[u8]) -> (usize, &[u8]) {
    let bytes = &bytes[bytes.iter().take_while(|b| **b == 0).count()..];
    (bytes.len(), bytes)
}

fn twice(number: &BoxedMontyForm) -> BoxedMontyForm {
    number + number
}

fn element(field: &BoxedMontyParams, bytes: &[u8]) -> BoxedMontyForm {
    let bits = field.bits_precision();
    let number = BoxedUint::from_be_slice(bytes, bits).expect("a number");
    BoxedMontyForm::new(number, field)
}
