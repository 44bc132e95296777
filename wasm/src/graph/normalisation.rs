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

    /// A pixel becomes `(p - mean) / std`, channel by channel.
    pub fn of_mean(mean: &[f32], std: &[f32]) -> Normalisation {
        let offset = mean.iter().zip(std).map(|(mean, std)| -mean / std).collect();
        Normalisation { scale: std.iter().map(|std| 1.0 / std).collect(), offset }
    }
}
