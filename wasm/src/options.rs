//! What the host asks for when it loads a model: lines of `key=value`.

use crate::error::{Error, Result};
use crate::picture::{ChannelOrder, Crop, Method};

/// How pictures are to be prepared, as far as someone says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preparation {
    /// The values that pixels 0 and 255 become.
    pub input_range: Option<(f32, f32)>,
    /// A pixel p becomes `(p - mean) / std`: one number, or one for each channel of the input. Before the input range.
    pub mean: Option<Vec<f32>>,
    pub std: Option<Vec<f32>>,
    pub channel_order: Option<ChannelOrder>,
    pub crop: Option<Crop>,
    pub resize: Option<Method>,
    /// Who says so, for people.
    pub by: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// What the user or the model's card says.
    pub asked: Preparation,
    /// What files that an exporter laid beside the model say.
    pub beside: Preparation,
    /// Height and width of the input, for models that leave them open: `224`, or `224x320`.
    pub input_size: Option<[usize; 2]>,
    /// The node whose result the picture takes the place of.
    pub input: Option<String>,
    /// The node to read the scores from.
    pub output: Option<String>,
    /// Whether the network's features are wanted in the place of its scores; `output` then names the node of these.
    pub features: bool,
    /// How many names of classes there are, where the host knows that.
    pub labels: Option<usize>,
    /// Pictures with more pixels than this are refused before they are decoded.
    pub max_pixels: u64,
    /// The longer side, in pixels, of the thumbnail that is made of each picture; 0 for none.
    pub thumbnail: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            asked: Preparation::default(),
            beside: Preparation::default(),
            input_size: None,
            input: None,
            output: None,
            features: false,
            labels: None,
            max_pixels: 100_000_000,
            thumbnail: 0,
        }
    }
}

impl Preparation {
    /// Lines of `key=value`; `None` where one cannot be read.
    pub fn parse(lines: &str) -> Option<Preparation> {
        let mut preparation = Preparation::default();
        for (key, value) in lines.lines().map(|line| line.split_once('=')).collect::<Option<Vec<_>>>()? {
            preparation.set(key, value)?.ok()?;
        }
        Some(preparation)
    }

    /// `None` where the value cannot be read.
    fn set(&mut self, key: &str, value: &str) -> Option<Result<()>> {
        match key {
            "input_range" => {
                let (low, high) = value.split_once("..")?;
                let range: (f32, f32) = (low.parse().ok()?, high.parse().ok()?);
                let sensible = |(low, high): &(f32, f32)| low.is_finite() && high.is_finite() && low < high;
                self.input_range = Some(Some(range).filter(sensible)?);
            }
            "mean" => self.mean = Some(numbers(value)?),
            "std" => self.std = Some(numbers(value).filter(|numbers| numbers.iter().all(|std| std.is_normal()))?),
            "channels" => self.channel_order = Some(ChannelOrder::parse(value)?),
            "crop" => self.crop = Some(Crop::parse(value)?),
            "resize" => self.resize = Some(Method::parse(value)?),
            "by" => self.by = Some(value.to_string()),
            _ => return Some(Err(Error::argument(format!("there is no option `{key}`")))),
        }
        Some(Ok(()))
    }
}

impl Options {
    pub fn parse(bytes: &[u8]) -> Result<Options> {
        let text = std::str::from_utf8(bytes).map_err(|_| Error::argument("the options are not UTF-8"))?;
        let mut options = Options::default();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let (key, value) =
                line.split_once('=').ok_or_else(|| Error::argument(format!("option `{line}` has no value")))?;
            options.set(key, value).ok_or_else(|| Error::argument(format!("option `{key}` cannot be `{value}`")))??;
        }
        Ok(options)
    }

    /// `None` where the value cannot be read.
    fn set(&mut self, key: &str, value: &str) -> Option<Result<()>> {
        match key {
            "input_size" => {
                let side = |text: &str| text.parse().ok().filter(|size| (1..=4096).contains(size));
                let (height, width) = value.split_once('x').unwrap_or((value, value));
                self.input_size = Some([side(height)?, side(width)?]);
            }
            "input" => self.input = Some(value.to_string()),
            "features" => self.features = matches!(value, "auto" | "none").then_some(value == "auto")?,
            "labels" => self.labels = Some(value.parse().ok()?),
            "output" => self.output = Some(value.to_string()),
            "thumbnail" => self.thumbnail = value.parse().ok().filter(|side| (0..=4096).contains(side))?,
            "max_pixels" => self.max_pixels = value.parse().ok()?,
            _ => {
                return match key.strip_prefix("beside.") {
                    Some(key) => self.beside.set(key, value),
                    None => self.asked.set(key, value),
                }
            }
        }
        Some(Ok(()))
    }
}

/// Finite numbers with commas between them, at most one for each channel of a picture.
fn numbers(text: &str) -> Option<Vec<f32>> {
    let numbers = text.split(',').map(|number| number.trim().parse().ok().filter(|number: &f32| number.is_finite()));
    numbers.collect::<Option<Vec<f32>>>().filter(|numbers| numbers.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Remedy;

    #[test]
    fn every_key_is_read() {
        let text = "input_range=0..255\nmean=1,2.5,3\nstd=2\nchannels=bgr\ncrop=center:0.5\nresize=bicubic\ninput_size=96x64\ninput=image\noutput=scores\nfeatures=auto\nlabels=5\nmax_pixels=7\nthumbnail=160\nbeside.std=5\nbeside.by=preprocessor_config.json\n";
        let options = Options::parse(text.as_bytes()).unwrap();
        let expected = Options {
            asked: Preparation {
                input_range: Some((0.0, 255.0)),
                mean: Some(vec![1.0, 2.5, 3.0]),
                std: Some(vec![2.0]),
                channel_order: Some(ChannelOrder::Bgr),
                crop: Some(Crop::Center(0.5)),
                resize: Some(Method::Bicubic),
                by: None,
            },
            beside: Preparation {
                std: Some(vec![5.0]),
                by: Some("preprocessor_config.json".into()),
                ..Preparation::default()
            },
            input_size: Some([96, 64]),
            input: Some("image".into()),
            output: Some("scores".into()),
            features: true,
            labels: Some(5),
            max_pixels: 7,
            thumbnail: 160,
        };
        assert_eq!(options, expected);
    }

    #[test]
    fn what_errors_advise_is_an_option() {
        for remedy in Remedy::ALL {
            assert!(Options::parse(format!("{}=1", remedy.key()).as_bytes()).is_ok());
        }
    }

    #[test]
    fn what_makes_no_sense_is_an_argument_error_that_names_the_key() {
        for text in [
            "input_range=1..0",
            "input_range=a..b",
            "mean=1,2,3,4",
            "mean=x",
            "std=0",
            "std=1,inf,1",
            "channels=gbr",
            "crop=middle",
            "resize=smooth",
            "beside.mean=x",
            "input_size=0",
            "input_size=8x",
            "labels=many",
            "features=all",
            "colour=red",
            "output",
            "max_pixels=-1",
            "thumbnail=4097",
        ] {
            let error = Options::parse(text.as_bytes()).unwrap_err();
            assert_eq!(error.kind, crate::error::Kind::Argument);
            assert!(error.message.contains(text.split('=').next().unwrap()), "{}", error.message);
        }
    }
}
