//! Weights too small for a processor to reckon with quickly are made nought: what an ONNX file holds is walked field
//! by field (protocol buffers, wire format) and changed in place, so that no length changes.

/// Smaller weights change no result; below 1.2e-38 they take a hundred times as long.
const SMALLEST: f32 = 1e-20;
/// `TensorProto.DataType.FLOAT`.
const FLOAT: u64 = 1;
/// How deep messages may lie in one another.
const DEEPEST: u8 = 32;

enum Field<'a> {
    Number(u64),
    Bytes(&'a mut [u8]),
    /// Four bytes.
    Fixed(&'a mut [u8]),
    /// Eight bytes.
    Long,
}

/// A message, as far as weights can be in it.
#[derive(Clone, Copy)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
}

impl Message {
    /// What a field of this message holds (onnx.proto).
    fn field(self, number: u64) -> Option<Self> {
        match (self, number) {
            (Self::Model, 7) | (Self::Attribute, 6 | 11) => Some(Self::Graph),
            (Self::Graph, 1) => Some(Self::Node),
            (Self::Graph, 5) | (Self::Attribute, 5 | 10) => Some(Self::Tensor),
            (Self::Node, 5) => Some(Self::Attribute),
            (Self::Model | Self::Graph | Self::Node | Self::Attribute | Self::Tensor, _) => None,
        }
    }
}

/// Makes the smallest weights of a model nought; says how many there were.
pub(super) fn zero_smallest(model: &mut [u8]) -> Result<usize, String> {
    walk(model, Message::Model, 0)
}

fn walk(bytes: &mut [u8], message: Message, depth: u8) -> Result<usize, String> {
    if depth > DEEPEST {
        return Err("messages too deep in one another".to_owned());
    }
    if matches!(message, Message::Tensor) {
        return tensor(bytes);
    }
    let mut count = 0;
    each(bytes, |number, field| {
        if let (Some(inner), Field::Bytes(body)) = (message.field(number), field) {
            count += walk(body, inner, depth + 1)?;
        }
        Ok(())
    })?;
    Ok(count)
}

/// Floats lie in `float_data` (4) or, as bytes, in `raw_data` (9); `data_type` (2) may come after them.
fn tensor(bytes: &mut [u8]) -> Result<usize, String> {
    let mut of_floats = false;
    each(bytes, |number, field| {
        if let (2, Field::Number(kind)) = (number, field) {
            of_floats = kind == FLOAT;
        }
        Ok(())
    })?;
    let mut count = 0;
    each(bytes, |number, field| {
        if let (true, 4 | 9, Field::Bytes(body) | Field::Fixed(body)) = (of_floats, number, field) {
            count += floats(body)?;
        }
        Ok(())
    })?;
    Ok(count)
}

fn floats(body: &mut [u8]) -> Result<usize, String> {
    let (weights, rest) = body.as_chunks_mut::<4>();
    if !rest.is_empty() {
        return Err("floats that are no multiple of four bytes".to_owned());
    }
    let mut count = 0;
    for bytes in weights {
        let weight = f32::from_le_bytes(*bytes);
        if weight != 0.0 && weight.abs() < SMALLEST {
            *bytes = [0; 4];
            count += 1;
        }
    }
    Ok(count)
}

fn each(
    mut rest: &mut [u8],
    mut visit: impl FnMut(u64, Field<'_>) -> Result<(), String>,
) -> Result<(), String> {
    while !rest.is_empty() {
        let (key, after) = varint(rest)?;
        let (field, after) = match key & 7 {
            0 => {
                let (value, after) = varint(after)?;
                (Field::Number(value), after)
            }
            1 => (Field::Long, split(after, 8)?.1),
            2 => {
                let (length, after) = varint(after)?;
                let (body, after) = split(after, length)?;
                (Field::Bytes(body), after)
            }
            5 => {
                let (body, after) = split(after, 4)?;
                (Field::Fixed(body), after)
            }
            kind => return Err(format!("a field of unknown kind {kind}")),
        };
        visit(key >> 3, field)?;
        rest = after;
    }
    Ok(())
}

fn split(bytes: &mut [u8], length: u64) -> Result<(&mut [u8], &mut [u8]), String> {
    usize::try_from(length)
        .ok()
        .and_then(|length| bytes.split_at_mut_checked(length))
        .ok_or_else(|| "a field longer than the file".to_owned())
}

fn varint(bytes: &mut [u8]) -> Result<(u64, &mut [u8]), String> {
    let last = bytes.iter().take(10).position(|byte| byte & 0x80 == 0);
    let length = last.ok_or_else(|| "a number without an end".to_owned())? + 1;
    let (number, rest) = split(bytes, length as u64)?;
    let value = number
        .iter()
        .rev()
        .fold(0_u64, |value, byte| value << 7 | u64::from(byte & 0x7F));
    Ok((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(field: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = vec![field << 3 | 2];
        let mut length = body.len();
        while length > 0x7F {
            bytes.push(u8::try_from(length & 0x7F).unwrap() | 0x80);
            length >>= 7;
        }
        bytes.push(u8::try_from(length).unwrap());
        bytes.extend(body);
        bytes
    }

    fn raw(weights: &[f32]) -> Vec<u8> {
        weights.iter().flat_map(|w| w.to_le_bytes()).collect()
    }

    const WEIGHTS: [f32; 6] = [1.5, 1e-40, -1e-21, 0.0, 1e-19, f32::MIN_POSITIVE];
    const ZEROED: [f32; 6] = [1.5, 0.0, 0.0, 0.0, 1e-19, 0.0];

    fn model(tensor: &[u8], in_node: bool) -> Vec<u8> {
        let graph = if in_node {
            message(1, &message(5, &message(5, tensor)))
        } else {
            message(5, tensor)
        };
        [vec![8, 4], message(2, &[b'x'; 200]), message(7, &graph)].concat()
    }

    #[test]
    fn the_smallest_weights_become_nought_wherever_they_lie() {
        let as_raw = |weights| [message(9, &raw(weights)), vec![16, 1]].concat();
        let packed = |weights| [vec![16, 1], message(4, &raw(weights))].concat();
        let single = |weights: &[f32]| {
            let each = weights.iter().flat_map(|w| {
                let mut field = vec![4 << 3 | 5];
                field.extend(w.to_le_bytes());
                field
            });
            [vec![16, 1], each.collect()].concat()
        };
        for in_node in [false, true] {
            for tensor in [as_raw, packed, single] {
                let mut bytes = model(&tensor(&WEIGHTS), in_node);
                assert_eq!(zero_smallest(&mut bytes), Ok(3));
                assert_eq!(bytes, model(&tensor(&ZEROED), in_node));
                assert_eq!(zero_smallest(&mut bytes), Ok(0));
            }
        }
    }

    #[test]
    fn whole_numbers_are_left_alone() {
        let tensor = [vec![16, 7], message(9, &raw(&WEIGHTS))].concat();
        let mut bytes = model(&tensor, false);
        assert_eq!(zero_smallest(&mut bytes), Ok(0));
        assert_eq!(bytes, model(&tensor, false));
    }

    #[test]
    fn what_is_no_model_is_refused() {
        for bytes in [&[0x3A, 200][..], &[0xFF; 11], &[0x3B], &[0x80]] {
            assert!(zero_smallest(&mut bytes.to_vec()).is_err(), "{bytes:?}");
        }
        let ragged = model(&[vec![16, 1], message(9, &[1, 2, 3])].concat(), false);
        assert!(zero_smallest(&mut ragged.clone()).is_err());
    }
}
