//! A part of a picture.

/// In pixels from the picture's top left corner; edges may lie within pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Region {
    /// All of a picture.
    pub fn whole([width, height]: [u32; 2]) -> Region {
        Region { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) }
    }
}
