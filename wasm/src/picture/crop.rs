//! Which part of a picture a model is shown.

use super::Region;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crop {
    /// All of it, whatever its shape: it is squashed to that of the model's input.
    Squash,
    /// The largest part around its centre that has the shape of the model's input, and of that part this fraction of
    /// each side. "Resize the short side to 256, crop the central 224", which torchvision does, is 0.875.
    Center(f64),
}

impl Crop {
    /// Reads `squash`, `center` or `center:FRACTION`.
    pub fn parse(text: &str) -> Option<Crop> {
        match text.split_once(':') {
            None if text == "squash" => Some(Crop::Squash),
            None if text == "center" => Some(Crop::Center(1.0)),
            Some(("center", fraction)) => {
                fraction.parse().ok().filter(|fraction| (0.01..=1.0).contains(fraction)).map(Crop::Center)
            }
            _ => None,
        }
    }

    /// The part of a picture for an input of `columns` x `rows`; `None` stands for all of it.
    pub fn region(self, width: u32, height: u32, columns: usize, rows: usize) -> Option<Region> {
        let Crop::Center(fraction) = self else { return None };
        let (width, height, columns, rows) = (f64::from(width), f64::from(height), columns as f64, rows as f64);
        let scale = (width / columns).min(height / rows) * fraction;
        let left = ((width - columns * scale) / 2.0).max(0.0);
        let top = ((height - rows * scale) / 2.0).max(0.0);
        Some(Region { left, top, right: width - left, bottom: height - top })
    }
}

impl std::fmt::Display for Crop {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Crop::Squash => write!(formatter, "squash"),
            Crop::Center(fraction) if *fraction == 1.0 => write!(formatter, "center"),
            Crop::Center(fraction) => write!(formatter, "center:{fraction}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["squash", "center", "center:0.875"] {
            assert_eq!(Crop::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "squash:1", "center:0", "center:1.5", "center:NaN", "middle"] {
            assert_eq!(Crop::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_centre_has_the_shape_of_the_input() {
        let square = Region { left: 50.0, top: 0.0, right: 150.0, bottom: 100.0 };
        assert_eq!(Crop::Center(1.0).region(200, 100, 224, 224), Some(square));
        let part = Region { left: 25.0, top: 75.0, right: 75.0, bottom: 125.0 };
        assert_eq!(Crop::Center(0.5).region(100, 200, 224, 224), Some(part));
        let wide = Region { left: 0.0, top: 25.0, right: 100.0, bottom: 75.0 };
        assert_eq!(Crop::Center(1.0).region(100, 100, 64, 32), Some(wide));
        assert_eq!(Crop::Squash.region(200, 100, 224, 224), None);
    }
}
