//! A loaded model: pictures in, the best classes out.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use crate::conventions::Conventions;
use crate::error::{Error, Remedy, Result};
use crate::graph::{Graph, Labels, Normalisation};
use crate::import::{import, Format, Source};
use crate::kernels::{Backend, Kernels};
use crate::options::Options;
use crate::passes::{as_features, optimise, Scores};
use crate::picture::{decode, zeroed, ChannelOrder, Method, Orientation, Picture, Region, ResizeRequest};
use crate::plan::Plan;
use crate::resize::{resize, Thumbnail};
use crate::tensor::shape::elements;

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
    /// The input value of each pixel value, for each channel of the input.
    levels: Vec<[f32; 256]>,
    max_pixels: u64,
    /// The longer side of a thumbnail; 0 for none.
    thumbnail_side: u32,
    thumbnail: Option<Thumbnail>,
    /// What a host resizes at the moment.
    resized: Option<Resized>,
}

/// A picture that the host has, resized by the host.
struct Resized {
    /// The picture's stored (width, height).
    size: [u32; 2],
    orientation: Orientation,
    /// The input and, where one is wanted, the thumbnail, each with its (width, height) before turning.
    pictures: Vec<(Vec<u8>, [u32; 2])>,
}

/// What a model is, for `describe`.
pub struct Description {
    pub format: Format,
    pub input_name: String,
    /// [1, height, width, channels]
    pub input_shape: Vec<usize>,
    /// The order of the axes in the file.
    pub layout: &'static str,
    pub conventions: Conventions,
    pub output_name: String,
    /// Further outputs that could have been read.
    pub other_outputs: Vec<String>,
    pub classes: usize,
    pub scores: Scores,
    /// The names of the classes that the file holds.
    pub labels: Option<Labels>,
    /// What the last layer before the scores reads, where that is one vector.
    pub features: Option<FeatureNode>,
}

/// The node that makes a network's features.
pub struct FeatureNode {
    pub name: String,
    /// How many values there are.
    pub width: usize,
}

impl Classifier {
    /// Reads, optimises and packs a model, whose bytes are not needed afterwards.
    pub fn load(source: Source, options: &Options) -> Result<Classifier> {
        let (format, mut graph) = import(source, options)?;
        if options.features {
            end_in_features(&mut graph, options)?;
        }
        require_vector(&graph)?;
        let conventions = Conventions::of(format, &graph, options)?;
        let features = graph
            .features
            .take()
            .map(|features| FeatureNode { width: graph.shape(features.value).iter().product(), name: features.name });
        let scores = match options.features {
            true => as_features(&mut graph)?,
            false => optimise(&mut graph)?,
        };
        let classes = elements(graph.shape(graph.output))?;
        let plan = Plan::new(&graph)?;
        let input_shape = graph.shape(graph.input).to_vec();
        let Normalisation { scale, offset } = &conventions.normalisation;
        let levels = scale.iter().zip(offset).map(|(&scale, &offset)| levels(scale, offset)).collect();
        let description = Description {
            format,
            input_name: graph.input_name,
            input_shape,
            layout: if graph.channels_first { "NCHW" } else { "NHWC" },
            conventions,
            output_name: graph.output_name,
            other_outputs: graph.other_outputs,
            classes,
            scores,
            labels: graph.claims.labels.filter(|labels| labels.names.len() == classes && !options.features),
            features,
        };
        Ok(Classifier {
            plan,
            description,
            levels,
            max_pixels: options.max_pixels,
            thumbnail_side: options.thumbnail,
            thumbnail: None,
            resized: None,
        })
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
        let Picture { width, height, channels, ref pixels, orientation } = *picture;
        let start = Instant::now();
        let (region, stored) = self.shown([width, height], orientation);
        let method = self.description.conventions.resize;
        let resized = resize(pixels, [width, height], channels, region, stored, method)?;
        let resize_ms = milliseconds_since(start);
        let (scores, report) = self.run_on(&resized, [width, height], orientation, top)?;
        if self.thumbnail_side > 0 {
            self.thumbnail = Some(Thumbnail::of(picture, self.thumbnail_side)?);
        }
        Ok((scores, Report { resize_ms: report.resize_ms + resize_ms, ..report }))
    }

    /// What a host that has the decoded picture is to resize it to: the input and, where the options ask for one, the
    /// thumbnail. The results are for `classify_resized`.
    pub fn resizes(&mut self, size: [u32; 2], channels: u32, orientation: Orientation) -> Result<Vec<ResizeRequest>> {
        let (region, input_size) = self.shown(size, orientation);
        let method = self.description.conventions.resize;
        let whole = Region::whole(size);
        let mut wanted = vec![(region.unwrap_or(whole), input_size, method)];
        if self.thumbnail_side > 0 {
            wanted.push((whole, Thumbnail::stored_size(size, self.thumbnail_side), Method::default()));
        }
        let mut resized = Resized { size, orientation, pictures: Vec::new() };
        let mut requests = Vec::new();
        for (region, out, method) in wanted {
            let mut pixels = zeroed::<u8>(&[out[0] as usize, out[1] as usize, 3])?;
            let output = pixels.as_mut_ptr().expose_provenance() as u32;
            requests.push(ResizeRequest::new(size, channels, region, out, output, method));
            resized.pictures.push((pixels, out));
        }
        self.resized = Some(resized);
        Ok(requests)
    }

    /// Classifies what the host has made of its picture as `resizes` asked for.
    pub fn classify_resized(&mut self, top: usize) -> Result<(Vec<Score>, Report)> {
        let resized = self.resized.take().ok_or_else(|| Error::argument("there is no resized picture"))?;
        let answer = self.run_on(&resized.pictures[0].0, resized.size, resized.orientation, top)?;
        let thumbnail = resized.pictures.get(1);
        self.thumbnail = thumbnail.map(|(rgb, size)| Thumbnail::upright(rgb, *size, resized.orientation));
        Ok(answer)
    }

    /// Runs the network on a picture of the stored `size` that was resized to its input; `resize_ms` has the time of the rest
    /// of its preparation.
    fn run_on(
        &mut self,
        resized: &[u8],
        size: [u32; 2],
        orientation: Orientation,
        top: usize,
    ) -> Result<(Vec<Score>, Report)> {
        let start = Instant::now();
        let [columns, rows] = self.stored_input(orientation);
        let pixels = orientation.apply(resized, columns as usize, rows as usize);
        self.fill_input(&pixels);
        let resize_ms = milliseconds_since(start);
        let (scores, inference_ms) = self.run(top)?;
        let [width, height] = if orientation.swaps_sides() { [size[1], size[0]] } else { size };
        Ok((scores, Report { width, height, decode_ms: 0.0, resize_ms, inference_ms }))
    }

    /// Classifies what the network's input is to hold: little-endian floats in its shape, which nothing resizes or normalises.
    pub fn classify_values(&mut self, values: &[u8], top: usize) -> Result<(Vec<Score>, Report)> {
        let input = self.plan.input();
        if values.len() != size_of_val(input) {
            return Err(Error::argument(format!("{} bytes for an input of {} floats", values.len(), input.len())));
        }
        for (target, value) in input.iter_mut().zip(values.chunks_exact(4)) {
            *target = f32::from_le_bytes([value[0], value[1], value[2], value[3]]);
        }
        let (scores, inference_ms) = self.run(top)?;
        let [height, width] = [1, 2].map(|axis| self.description.input_shape[axis] as u32);
        Ok((scores, Report { width, height, inference_ms, ..Report::default() }))
    }

    /// The best classes for what the input holds, and the time in milliseconds.
    fn run(&mut self, top: usize) -> Result<(Vec<Score>, f64)> {
        let start = Instant::now();
        self.plan.run();
        let scores = best(&self.scores(), top)?;
        Ok((scores, milliseconds_since(start)))
    }

    /// The thumbnail of the last picture, where the options ask for one.
    pub fn take_thumbnail(&mut self) -> Option<Thumbnail> {
        self.thumbnail.take()
    }

    /// Runs the network with a clock at each step, on whatever the last picture left in its input.
    pub fn run_profiled(&mut self) -> Vec<Duration> {
        self.plan.run_profiled()
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The output as probabilities. Where only its values tell whether it holds these already, those of each picture do.
    fn scores(&self) -> Cow<'_, [f32]> {
        let output = self.plan.output();
        if self.description.scores != Scores::SoftmaxIfNeeded || are_probabilities(output) {
            return output.into();
        }
        let mut probabilities = vec![0.0; output.len()];
        Backend::softmax(output.len(), output, &mut probabilities);
        probabilities.into()
    }

    /// The part of a picture that the model is shown, and the size to bring it to, both before turning.
    fn shown(&self, [width, height]: [u32; 2], orientation: Orientation) -> (Option<Region>, [u32; 2]) {
        let stored = self.stored_input(orientation);
        let [columns, rows] = stored.map(|side| side as usize);
        (self.description.conventions.crop.region(width, height, columns, rows), stored)
    }

    /// The (width, height) before turning of a picture that is the model's input once it is turned.
    fn stored_input(&self, orientation: Orientation) -> [u32; 2] {
        let (rows, columns) = (self.description.input_shape[1] as u32, self.description.input_shape[2] as u32);
        if orientation.swaps_sides() {
            [rows, columns]
        } else {
            [columns, rows]
        }
    }

    /// Writes RGB pixels to the network's input, normalised.
    fn fill_input(&mut self, pixels: &[u8]) {
        let line = self.description.input_shape[2];
        let input = self.plan.input();
        match &self.levels[..] {
            [first, second, third] => {
                let normalise = match self.description.conventions.channel_order {
                    ChannelOrder::Rgb => normalise_colors::<0, 2>,
                    ChannelOrder::Bgr => normalise_colors::<2, 0>,
                };
                for (pixels, line) in pixels.chunks(line * 3).zip(input.chunks_mut(line * 3)) {
                    normalise(pixels, first, second, third, line);
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

/// Makes the features the output: what the last layer reads, or what the user names.
fn end_in_features(graph: &mut Graph, options: &Options) -> Result<()> {
    if options.output.is_none() {
        let why = "no last layer with one vector before it was found, so its features have to be named";
        let features = graph.features.clone().ok_or_else(|| Error::model(why).with_remedy(Remedy::Output))?;
        graph.output = features.value;
        graph.output_name = features.name;
    }
    Ok(())
}

/// Refuses an output with several axes, such as a map of segments or of features.
fn require_vector(graph: &Graph) -> Result<()> {
    let shape = graph.shape(graph.output);
    if shape.iter().filter(|&&size| size > 1).count() < 2 {
        return Ok(());
    }
    let name = &graph.output_name;
    let error = Error::model(format!("its output `{name}` has shape {shape:?}, one vector is needed"));
    Err(error.with_remedy(Remedy::Output))
}

fn levels(scale: f32, offset: f32) -> [f32; 256] {
    std::array::from_fn(|value| value as f32 * scale + offset)
}

/// `FIRST` and `THIRD` say which of a pixel's red, green and blue are the input's first and third channel.
#[inline(never)]
fn normalise_colors<const FIRST: usize, const THIRD: usize>(
    pixels: &[u8],
    first: &[f32; 256],
    second: &[f32; 256],
    third: &[f32; 256],
    line: &mut [f32],
) {
    for (pixel, target) in pixels.chunks_exact(3).zip(line.chunks_exact_mut(3)) {
        target[0] = first[pixel[FIRST] as usize];
        target[1] = second[pixel[1] as usize];
        target[2] = third[pixel[THIRD] as usize];
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

/// Whether values lie in 0..1 and add up to 1. Those that a network computes so do to the last bits of a float, by which
/// logits that come near it by chance are told from them.
fn are_probabilities(values: &[f32]) -> bool {
    let sum: f64 = values.iter().map(|&value| f64::from(value)).sum();
    values.iter().all(|value| (0.0..=1.0 + 1e-6).contains(value)) && (sum - 1.0).abs() <= 1e-5
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
