//! Constants that are kept as their file has them, in fewer bytes than floats take, until a kernel packs them.

use bytes::Bytes;
use half::{bf16, f16};

/// The numbers of a model's file, little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    Int8,
    Uint8,
    Int16,
    Uint16,
    Float16,
    Bfloat16,
}

impl Element {
    pub fn width(self) -> usize {
        match self {
            Element::Int8 | Element::Uint8 => 1,
            _ => 2,
        }
    }

    fn is_integer(self) -> bool {
        !matches!(self, Element::Float16 | Element::Bfloat16)
    }
}

/// Numbers n that stand for (n - zero) * scale.
#[derive(Clone, Debug)]
pub struct Compact {
    bytes: Bytes,
    element: Element,
    affine: Affine,
}

/// The scales and zero points of a tensor's channels.
#[derive(Clone, Debug)]
struct Affine {
    /// One for each channel, not empty.
    scale: Vec<f32>,
    /// As many as there are scales.
    zero: Vec<f32>,
    /// How many neighbours are of the same channel before the next one follows; not 0.
    run: usize,
}

impl Compact {
    /// Numbers that stand for themselves.
    pub fn new(bytes: Bytes, element: Element) -> Compact {
        Compact { bytes, element, affine: Affine { scale: vec![1.0], zero: vec![0.0], run: usize::MAX } }
    }

    pub fn count(&self) -> usize {
        self.bytes.len() / self.element.width()
    }

    pub fn at(&self, index: usize) -> f32 {
        let number = |at: usize| self.bytes[index * self.element.width() + at];
        let pair = || [number(0), number(1)];
        let value = match self.element {
            Element::Int8 => f32::from(number(0) as i8),
            Element::Uint8 => f32::from(number(0)),
            Element::Int16 => f32::from(i16::from_le_bytes(pair())),
            Element::Uint16 => f32::from(u16::from_le_bytes(pair())),
            Element::Float16 => f16::from_le_bytes(pair()).to_f32(),
            Element::Bfloat16 => bf16::from_le_bytes(pair()).to_f32(),
        };
        let channel = index / self.affine.run % self.affine.scale.len();
        (value - self.affine.zero[channel]) * self.affine.scale[channel]
    }

    /// The same numbers with scales and zero points, each for `run` neighbours in turn; as many of the ones as of the
    /// others, or one zero point. `None` where these numbers have scales already, or are no integers.
    pub fn scaled(&self, scale: Vec<f32>, zero: &[f32], run: usize) -> Option<Compact> {
        let fresh = self.affine.scale == [1.0] && self.affine.zero == [0.0] && self.element.is_integer();
        let zero = match *zero {
            [zero] => vec![zero; scale.len()],
            _ => zero.to_vec(),
        };
        let fits = !scale.is_empty() && zero.len() == scale.len() && run > 0;
        (fresh && fits).then(|| Compact { affine: Affine { scale, zero, run }, ..self.clone() })
    }

    pub fn to_vec(&self) -> Vec<f32> {
        let mut values = vec![0.0; self.count()];
        match self.element {
            Element::Int8 => widen(&self.bytes, &mut values, |[b]| f32::from(b as i8)),
            Element::Uint8 => widen(&self.bytes, &mut values, |[b]| f32::from(b)),
            Element::Int16 => widen(&self.bytes, &mut values, |b| f32::from(i16::from_le_bytes(b))),
            Element::Uint16 => widen(&self.bytes, &mut values, |b| f32::from(u16::from_le_bytes(b))),
            Element::Float16 => widen(&self.bytes, &mut values, |b| f16::from_le_bytes(b).to_f32()),
            Element::Bfloat16 => widen(&self.bytes, &mut values, |b| bf16::from_le_bytes(b).to_f32()),
        }
        let Affine { scale, zero, run } = &self.affine;
        if (&scale[..], &zero[..]) != (&[1.0], &[0.0]) {
            let channels = scale.iter().zip(zero).cycle();
            for (values, (&scale, &zero)) in values.chunks_mut(*run).zip(channels) {
                values.chunks_mut(CHUNK).for_each(|values| scale_each(values, scale, zero));
            }
        }
        values
    }

    /// Where the numbers lie.
    pub fn address(&self) -> usize {
        self.bytes.as_ptr() as usize
    }
}

/// Values that one call of a loop reads.
const CHUNK: usize = 1024;

fn widen<const N: usize>(bytes: &[u8], values: &mut [f32], read: impl Fn([u8; N]) -> f32 + Copy) {
    let source = bytes.as_chunks().0;
    for (source, values) in source.chunks(CHUNK).zip(values.chunks_mut(CHUNK)) {
        widen_each(source, values, read);
    }
}

#[inline(never)]
fn widen_each<const N: usize>(source: &[[u8; N]], values: &mut [f32], read: impl Fn([u8; N]) -> f32) {
    for (bytes, value) in source.iter().zip(values) {
        *value = read(*bytes);
    }
}

#[inline(never)]
fn scale_each(values: &mut [f32], scale: f32, zero: f32) {
    for value in values {
        *value = (*value - zero) * scale;
    }
}
