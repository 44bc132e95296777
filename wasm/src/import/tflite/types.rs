//! TensorFlow Lite's data types.

// TensorType
pub const FLOAT32: i8 = 0;
pub const FLOAT16: i8 = 1;
pub const INT32: i8 = 2;
pub const UINT8: i8 = 3;
pub const INT64: i8 = 4;
pub const BOOL: i8 = 6;
pub const INT16: i8 = 7;
pub const INT8: i8 = 9;
pub const INT4: i8 = 17;
pub const BFLOAT16: i8 = 18;

pub fn is_float(element_type: i8) -> bool {
    [FLOAT32, FLOAT16, BFLOAT16].contains(&element_type)
}
