//! Which part of a picture a model is shown.

use super::Region;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crop {
    /// All of it, whatever its shape: it is squashed to that of the model's input.
    Squash,
    /// The largest part around its centre that has the shape of the model's input, as Pillow's `ImageOps.fit` takes it.
    Fit,
    /// "Resize the shorter side to 256, then crop the central 224" is 0.875. Resizing to whole pixels, and the place of the
    /// crop in them, are those of torchvision's `Resize` and `CenterCrop` and of timm's `crop_pct`.
    Center(f64),
}

impl Crop {
    /// Reads `squash`, `center` or `center:FRACTION`.
    pub fn parse(text: &str) -> Option<Crop> {
        match text.split_once(':') {
            None if text == "squash" => Some(Crop::Squash),
            None if text == "center" => Some(Crop::Fit),
            Some(("center", fraction)) => {
                fraction.parse().ok().filter(|fraction| (0.01..=1.0).contains(fraction)).map(Crop::Center)
            }
            _ => None,
        }
    }

    /// The part of a picture for an input of `columns` x `rows`; `None` stands for all of it.
    pub fn region(self, width: u32, height: u32, columns: usize, rows: usize) -> Option<Region> {
        let (size, out) = ([f64::from(width), f64::from(height)], [columns as f64, rows as f64]);
        match self {
            Crop::Squash => None,
            Crop::Fit => {
                let scale = (size[0] / out[0]).min(size[1] / out[1]);
                let [left, top] = [0, 1].map(|axis| ((size[axis] - out[axis] * scale) / 2.0).max(0.0));
                Some(Region { left, top, right: size[0] - left, bottom: size[1] - top })
            }
            Crop::Center(fraction) => {
                let resized = resized(size, out.map(|side| (side / fraction + FRACTION_TOLERANCE).floor()));
                let [(left, right), (top, bottom)] = [0, 1].map(|axis| middle(size[axis], resized[axis], out[axis]));
                Some(Region { left, top, right, bottom })
            }
        }
    }
}

/// What a rounded fraction may lack: 224 / 0.9655 shall be 232 and not 231.
const FRACTION_TOLERANCE: f64 = 0.01;

/// The size to which a picture is resized so that its sides are at least `target`'s: `torchvision.transforms.Resize` of the
/// shorter side for a square, timm's `ResizeKeepRatio` for others.
fn resized(size: [f64; 2], target: [f64; 2]) -> [f64; 2] {
    let ratio = (size[0] / target[0]).min(size[1] / target[1]);
    if target[0] != target[1] {
        return [0, 1].map(|axis| (size[axis] / ratio).round_ties_even().max(target[axis]));
    }
    let shorter = size[0].min(size[1]);
    size.map(|side| if side == shorter { target[0] } else { (target[0] * side / shorter).trunc() })
}

/// The central `out` of `resized` pixels along one axis, in those of the picture.
fn middle(size: f64, resized: f64, out: f64) -> (f64, f64) {
    let first = ((resized - out) / 2.0).round_ties_even();
    let scale = size / resized;
    (first * scale, ((first + out) * scale).min(size))
}

impl std::fmt::Display for Crop {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Crop::Squash => write!(formatter, "squash"),
            Crop::Fit => write!(formatter, "center"),
            Crop::Center(fraction) => write!(formatter, "center:{fraction}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["squash", "center", "center:0.875", "center:1"] {
            assert_eq!(Crop::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "squash:1", "center:0", "center:1.5", "center:NaN", "middle"] {
            assert_eq!(Crop::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_centre_has_the_shape_of_the_input() {
        let square = Region { left: 50.0, top: 0.0, right: 150.0, bottom: 100.0 };
        assert_eq!(Crop::Fit.region(200, 100, 224, 224), Some(square));
        let wide = Region { left: 0.0, top: 25.0, right: 100.0, bottom: 75.0 };
        assert_eq!(Crop::Fit.region(100, 100, 64, 32), Some(wide));
        let part = Region { left: 25.0, top: 75.0, right: 75.0, bottom: 125.0 };
        assert_eq!(Crop::Center(0.5).region(100, 200, 50, 50), Some(part));
        assert_eq!(Crop::Squash.region(200, 100, 224, 224), None);
    }

    /// torchvision resizes 500x333 to 384x256 (384.38 is cut off) and crops from column 80 and row 16.
    #[test]
    fn a_fraction_means_whole_pixels_of_a_resized_picture() {
        let region = Crop::Center(0.875).region(500, 333, 224, 224).unwrap();
        let (across, down) = (500.0 / 384.0, 333.0 / 256.0);
        let expected = Region { left: 80.0 * across, top: 16.0 * down, right: 304.0 * across, bottom: 240.0 * down };
        assert_eq!(region, expected);
        assert_eq!(Crop::Center(0.9655).region(464, 464, 224, 224).unwrap().left, 4.0 * 2.0);
    }
}
