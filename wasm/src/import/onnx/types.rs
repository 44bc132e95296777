//! ONNX's data types.

use super::view::Kind;
use crate::error::{Error, Result};

// onnx/onnx.proto, TensorProto.DataType
pub const FLOAT: i32 = 1;
pub const UINT8: i32 = 2;
pub const INT8: i32 = 3;
pub const UINT16: i32 = 4;
pub const INT16: i32 = 5;
pub const INT32: i32 = 6;
pub const INT64: i32 = 7;
pub const BOOL: i32 = 9;
pub const FLOAT16: i32 = 10;
pub const DOUBLE: i32 = 11;
pub const UINT32: i32 = 12;
pub const UINT64: i32 = 13;
pub const BFLOAT16: i32 = 16;
pub const FLOAT8: std::ops::RangeInclusive<i32> = 17..=20;
pub const UINT4: i32 = 21;
pub const INT4: i32 = 22;

impl Kind {
    /// The numbers of an ONNX data type.
    pub fn of_type(data_type: i32) -> Result<Kind> {
        let integers = |low, high| Ok(Kind::Integer { low, high });
        match data_type {
            FLOAT | FLOAT16 | BFLOAT16 | DOUBLE => Ok(Kind::Real),
            BOOL => integers(0.0, 1.0),
            UINT8 => integers(0.0, 255.0),
            INT8 => integers(-128.0, 127.0),
            UINT16 => integers(0.0, 65535.0),
            INT16 => integers(-32768.0, 32767.0),
            INT32 | INT64 => Ok(Kind::INDEX),
            UINT32 | UINT64 => integers(0.0, f32::INFINITY),
            UINT4 => integers(0.0, 15.0),
            INT4 => integers(-8.0, 7.0),
            other if FLOAT8.contains(&other) => Err(Error::model(
                "floats of 8 bits are not supported: quantise the model to integers of 8 bits, or save it with larger floats",
            )),
            other => Err(Error::model(format!("values of data type {other} are not supported"))),
        }
    }
}

/// The bytes of a number of an ONNX data type that is read here.
pub fn width(data_type: i32) -> Option<usize> {
    match data_type {
        UINT8 | INT8 | BOOL => Some(1),
        UINT16 | INT16 | FLOAT16 | BFLOAT16 => Some(2),
        FLOAT | INT32 | UINT32 => Some(4),
        INT64 | UINT64 | DOUBLE => Some(8),
        _ => None,
    }
}

/// What the pixels 0 and 255 become in an input of this data type, where it is one of bytes or of whole numbers.
pub fn byte_range(data_type: i32) -> Option<(f32, f32)> {
    match data_type {
        INT8 => Some((-128.0, 127.0)),
        UINT8 | UINT16 | INT16 | INT32 | INT64 | UINT32 | UINT64 => Some((0.0, 255.0)),
        _ => None,
    }
}
