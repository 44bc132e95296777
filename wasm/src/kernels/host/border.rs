//! What crosses the border between the guest and a host's kernels: the numbers of operations and the layout of requests.
//! `border.txt` beside `Cargo.toml` lists both, for hosts to be compared with.

use crate::op::{Binary, PoolKind, Unary};

/// An address in the guest's memory, as a host knows it.
pub type Address = u32;

pub fn address<T>(values: &[T]) -> Address {
    values.as_ptr().expose_provenance() as Address
}

/// As `address`, of what the host writes to.
pub fn address_mut<T>(values: &mut [T]) -> Address {
    values.as_mut_ptr().expose_provenance() as Address
}

/// Where the host finds weight [y][x][input][output] of a convolution, and what goes with it.
#[repr(C)]
pub struct PackRequest {
    /// Not necessarily aligned: weights are packed from where they stand in the model's file.
    pub weights: Address,
    pub dimensions: [u32; 4],
    /// In elements.
    pub strides: [u32; 4],
    pub groups: u32,
    /// One factor to each output, or 0.
    pub scale: Address,
    pub bias: Address,
    pub depthwise: u32,
    /// The number of the unary operation that results go through, or `NO_FINISH`, and its parameters.
    pub finish: u32,
    pub parameters: [f32; 3],
}

pub const NO_FINISH: u32 = u32::MAX;

/// Rows to normalise: x - mean, unless `root_mean_square`, over the root of its mean square, times scale, plus bias.
#[repr(C)]
pub struct NormRequest {
    pub input: Address,
    pub rows: u32,
    pub channels: u32,
    pub scale: Address,
    pub bias: Address,
    pub output: Address,
    pub epsilon: f32,
    pub root_mean_square: u32,
}

pub fn pool(kind: PoolKind) -> u32 {
    match kind {
        PoolKind::Max => 0,
        PoolKind::Average => 1,
        PoolKind::AverageWithPadding => 2,
    }
}

/// `None` for operations that are too rare to be worth a kernel of the host.
pub fn binary(op: Binary) -> Option<u32> {
    Some(match op {
        Binary::Add => 0,
        Binary::Sub => 1,
        Binary::Mul => 2,
        Binary::Div => 3,
        Binary::Max => 4,
        Binary::Min => 5,
        Binary::Pow | Binary::Mod | Binary::Greater | Binary::GreaterOrEqual | Binary::Equal => return None,
    })
}

/// The number of an operation and its parameters. `None` as for `binary`.
pub fn unary(op: Unary) -> Option<(u32, [f32; 3])> {
    const NONE: [f32; 3] = [0.0; 3];
    Some(match op {
        Unary::Clip(limits) => (0, [limits.low, limits.high, 0.0]),
        Unary::Sigmoid => (1, NONE),
        Unary::HardSigmoid { alpha, beta } => (2, [alpha, beta, 0.0]),
        Unary::Swish => (3, NONE),
        Unary::HardSwish => (4, NONE),
        Unary::LeakyRelu { slope } => (5, [slope, 0.0, 0.0]),
        Unary::Rsqrt => (6, NONE),
        Unary::Sqrt => (7, NONE),
        Unary::Exp => (8, NONE),
        Unary::Tanh => (9, NONE),
        Unary::Gelu => (10, NONE),
        Unary::GeluTanh => (11, NONE),
        Unary::Erf => (12, NONE),
        Unary::Quantise(levels) => (13, [levels.scale, levels.low, levels.high]),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Write};
    use std::mem::{offset_of, size_of};

    use super::*;
    use crate::kernels::geometry::Geometry;
    use crate::kernels::product::Product;
    use crate::op::{Clip, Levels};
    use crate::picture::{Method, ResizeRequest};

    /// A line for each field, `Structure.field first-word`, and `Structure words`, where a word is of 4 bytes.
    macro_rules! layout {
        ($text:expr, $structure:ident: $($field:ident)*) => {
            // Fails to compile where a field is missing here.
            let _ = |$structure { $($field: _),* }: $structure| ();
            writeln!($text, "{} {}", stringify!($structure), size_of::<$structure>() / 4).unwrap();
            $(writeln!($text, "{}.{} {}", stringify!($structure), stringify!($field),
                offset_of!($structure, $field) / 4).unwrap();)*
        };
    }

    fn numbers<T: Debug>(text: &mut String, kind: &str, numbers: impl IntoIterator<Item = (T, u32)>) {
        for (op, number) in numbers {
            let name = format!("{op:?}");
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            writeln!(text, "{kind}.{name} {number}").unwrap();
        }
    }

    fn listed() -> String {
        let mut text = String::from(
            "# What crosses the border between the guest and a host's kernels: how many words of 4 bytes a structure has,\n\
             # the first word of each of its fields, and the numbers of operations. Written by a test of the guest.\n",
        );
        layout!(text, Geometry: input input_channels output output_channels kernel stride dilation pad groups low high);
        layout!(text, Product: rows depth columns a_stride b_strides output_stride factor batch);
        layout!(text, PackRequest: weights dimensions strides groups scale bias depthwise finish parameters);
        layout!(text, NormRequest: input rows channels scale bias output epsilon root_mean_square);
        layout!(text, ResizeRequest: pixels width height channels out_width out_height output method region);
        let kinds = [PoolKind::Max, PoolKind::Average, PoolKind::AverageWithPadding];
        numbers(&mut text, "pool", kinds.map(|kind| (kind, pool(kind))));
        let ops = [Binary::Add, Binary::Sub, Binary::Mul, Binary::Div, Binary::Max, Binary::Min];
        numbers(&mut text, "binary", ops.into_iter().filter_map(|op| Some((op, binary(op)?))));
        let ops = [
            Unary::Clip(Clip::NONE),
            Unary::Sigmoid,
            Unary::HardSigmoid { alpha: 0.0, beta: 0.0 },
            Unary::Swish,
            Unary::HardSwish,
            Unary::LeakyRelu { slope: 0.0 },
            Unary::Rsqrt,
            Unary::Sqrt,
            Unary::Exp,
            Unary::Tanh,
            Unary::Gelu,
            Unary::GeluTanh,
            Unary::Erf,
            Unary::Quantise(Levels { scale: 1.0, low: 0.0, high: 1.0 }),
        ];
        numbers(&mut text, "unary", ops.into_iter().filter_map(|op| Some((op, unary(op)?.0))));
        let methods = [
            Method::Nearest,
            Method::Bilinear,
            Method::BilinearAliased,
            Method::Bicubic,
            Method::BicubicAliased,
            Method::Lanczos,
        ];
        numbers(&mut text, "resize", methods.map(|method| (method, method.number())));
        text
    }

    /// A host compares itself with the file. Where a change is meant, `UPDATE=1 cargo test border` writes the file anew.
    #[test]
    fn the_list_of_what_crosses_the_border_is_up_to_date() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/border.txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(file, listed()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), listed());
    }
}
