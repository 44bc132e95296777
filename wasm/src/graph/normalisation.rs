//! What a network wants its pixels in.

/// A pixel value p becomes `p * scale + offset`, for each channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Normalisation {
    pub scale: Vec<f32>,
    pub offset: Vec<f32>,
}

impl Normalisation {
    /// Pixels 0 and 255 become `low` and `high`, in all channels alike.
    pub fn of_range((low, high): (f32, f32), channels: usize) -> Normalisation {
        Normalisation { scale: vec![(high - low) / 255.0; channels], offset: vec![low; channels] }
    }
}
