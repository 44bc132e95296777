//! A loaded model: pictures in, the best classes out.

use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::graph::shape::elements;
use crate::graph::Normalisation;
use crate::import::{import, Format};
use crate::options::Options;
use crate::passes::optimise;
use crate::picture::{decode, resize, Picture};
use crate::plan::Plan;

/// A class and its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub index: u32,
    pub score: f32,
}

/// What the last picture was and what it took. The layout is part of the ABI.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// In pixels, as displayed.
    pub width: u32,
    pub height: u32,
    pub decode_ms: f64,
    pub resize_ms: f64,
    pub inference_ms: f64,
}

/// A network with its weights packed and its memory laid out; every call reuses both.
pub struct Classifier {
    plan: Plan,
    pub description: Description,
    /// The input value of each pixel value, for each channel.
    levels: Vec<[f32; 256]>,
    max_pixels: u64,
}

/// What a model is, for `describe`.
pub struct Description {
    pub format: Format,
    pub input_name: String,
    /// [1, height, width, channels]
    pub input_shape: Vec<usize>,
    /// A pixel value p becomes `p * scale + offset`, for each channel.
    pub scale: Vec<f32>,
    pub offset: Vec<f32>,
    pub output_name: String,
    pub classes: usize,
}

impl Classifier {
    /// Reads, optimises and packs a model. `bytes` are not needed afterwards.
    pub fn load(bytes: Bytes, options: &Options) -> Result<Classifier> {
        let (format, mut graph) = import(bytes, options)?;
        optimise(&mut graph)?;
        let classes = elements(graph.shape(graph.output))?;
        if classes < 2 {
            return Err(Error::model(format!("the output `{}` has {classes} classes", graph.output_name)));
        }
        let plan = Plan::new(&graph)?;
        let input_shape = graph.shape(graph.input).to_vec();
        let Normalisation { scale, offset } = normalisation(options, graph.normalisation, input_shape[3]);
        let levels = scale.iter().zip(&offset).map(|(&scale, &offset)| levels(scale, offset)).collect();
        let description = Description {
            format,
            input_name: graph.input_name,
            input_shape,
            scale,
            offset,
            output_name: graph.output_name,
            classes,
        };
        Ok(Classifier { plan, description, levels, max_pixels: options.max_pixels })
    }

    /// Decodes the bytes of a picture file and classifies it: the `top` best classes, best first.
    pub fn classify_encoded(&mut self, bytes: &[u8], top: usize) -> Result<(Vec<Score>, Report)> {
        let start = Instant::now();
        let picture = decode(bytes, self.max_pixels)?;
        let decode_ms = milliseconds_since(start);
        let (scores, report) = self.classify(&picture, top)?;
        Ok((scores, Report { decode_ms, ..report }))
    }

    /// Classifies a decoded picture.
    pub fn classify(&mut self, picture: &Picture, top: usize) -> Result<(Vec<Score>, Report)> {
        let start = Instant::now();
        let pixels = self.pixels(picture)?;
        self.fill_input(&pixels);
        let resize_ms = milliseconds_since(start);
        let start = Instant::now();
        self.plan.run();
        let scores = best(self.plan.output(), top)?;
        let (width, height) = match picture.orientation.swaps_sides() {
            true => (picture.height, picture.width),
            false => (picture.width, picture.height),
        };
        Ok((scores, Report { width, height, decode_ms: 0.0, resize_ms, inference_ms: milliseconds_since(start) }))
    }

    /// Runs the network with a clock at each step, on whatever the last picture left in its input.
    pub fn run_profiled(&mut self) -> Vec<Duration> {
        self.plan.run_profiled()
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The picture as displayed, in the size of the model's input, RGB.
    fn pixels(&self, picture: &Picture) -> Result<Vec<u8>> {
        let Picture { width, height, channels, ref pixels, orientation } = *picture;
        let (rows, columns) = (self.description.input_shape[1], self.description.input_shape[2]);
        let (stored_rows, stored_columns) = if orientation.swaps_sides() { (columns, rows) } else { (rows, columns) };
        let resized = resize(pixels, width, height, channels, None, stored_columns as u32, stored_rows as u32)?;
        Ok(orientation.apply(&resized, stored_columns, stored_rows))
    }

    /// Writes RGB pixels to the network's input, normalised.
    fn fill_input(&mut self, pixels: &[u8]) {
        let line = self.description.input_shape[2];
        let input = self.plan.input();
        match &self.levels[..] {
            [red, green, blue] => {
                for (pixels, line) in pixels.chunks(line * 3).zip(input.chunks_mut(line * 3)) {
                    normalise_rgb(pixels, red, green, blue, line);
                }
            }
            [gray, ..] => {
                for (pixels, line) in pixels.chunks(line * 3).zip(input.chunks_mut(line)) {
                    normalise_gray(pixels, gray, line);
                }
            }
            [] => {}
        }
    }
}

/// What the user asks for, else what the file says, else -1..1.
fn normalisation(options: &Options, of_file: Option<Normalisation>, channels: usize) -> Normalisation {
    let range = options.input_range.map(|range| Normalisation::of_range(range, channels));
    range.or(of_file).unwrap_or_else(|| Normalisation::of_range((-1.0, 1.0), channels))
}

fn levels(scale: f32, offset: f32) -> [f32; 256] {
    std::array::from_fn(|value| value as f32 * scale + offset)
}

#[inline(never)]
fn normalise_rgb(pixels: &[u8], red: &[f32; 256], green: &[f32; 256], blue: &[f32; 256], line: &mut [f32]) {
    for (pixel, target) in pixels.chunks_exact(3).zip(line.chunks_exact_mut(3)) {
        target[0] = red[pixel[0] as usize];
        target[1] = green[pixel[1] as usize];
        target[2] = blue[pixel[2] as usize];
    }
}

/// Luma after ITU-R BT.601, rounded as Pillow's conversion to gray is.
#[inline(never)]
fn normalise_gray(pixels: &[u8], levels: &[f32; 256], line: &mut [f32]) {
    for (pixel, target) in pixels.chunks_exact(3).zip(line) {
        let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
        *target = levels[((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16) as usize & 255];
    }
}

/// The `top` best classes, best first; of equals the one with the lower index.
fn best(probabilities: &[f32], top: usize) -> Result<Vec<Score>> {
    if probabilities.iter().any(|p| !p.is_finite()) {
        return Err(Error::model("the network's result is not a number: its weights or the input range are wrong"));
    }
    let mut scores: Vec<Score> =
        probabilities.iter().enumerate().map(|(index, &score)| Score { index: index as u32, score }).collect();
    scores.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
    scores.truncate(top);
    Ok(scores)
}

fn milliseconds_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
