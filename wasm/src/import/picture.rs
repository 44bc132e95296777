//! Which picture a network takes: where its input has the channels, the height and the width, and how many of each.
//! All formats ask here. Sizes come from the file, where -1 is unknown.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;

use crate::error::{Error, Remedy, Result};
use crate::graph::{Graph, ValueId};
use crate::op::Op;

/// The order in which a network's input has its axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layout {
    /// [batch, height, width, channels]
    ChannelsLast,
    /// [batch, channels, height, width]
    ChannelsFirst,
    /// [batch, height x width]: a gray picture, row by row.
    Vector,
}

/// A network's input.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureInput {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
    pub layout: Layout,
    /// How many pictures the network takes at once.
    pub batch: usize,
    /// Whether the input has an axis for them.
    pub has_batch: bool,
}

/// The convolution that sees the picture first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstConvolution {
    /// How many channels its weights are for.
    pub channels: usize,
    /// The axis of the network's input that they are.
    pub axis: usize,
}

/// What an op does with a value that it reads.
pub enum Reader<V> {
    /// Makes a value with the same axes.
    Keeps(V),
    /// Makes a value whose axis i is axis `order[i]` of what it reads.
    Transposes(V, Vec<usize>),
    /// Convolves, over `channels` that lie along `axis`.
    Convolves { channels: usize, axis: usize },
}

/// The longest side of an input.
const MAX_SIDE: usize = 4096;
/// The most pictures that a network may take at once.
const MAX_BATCH: usize = 64;
/// The most ops between a picture and the convolution that is looked for.
const MAX_STEPS: usize = 256;

/// Follows a picture from the input to a convolution. `readers` tells what is done with a value.
pub fn first_convolution<V: Clone + Eq + Hash>(
    input: V,
    readers: impl Fn(&V) -> Vec<Reader<V>>,
) -> Option<FirstConvolution> {
    let mut seen = HashSet::from([input.clone()]);
    // Values, and for each of their axes the axis of the input that it is.
    let mut queue = VecDeque::from([(input, vec![0, 1, 2, 3])]);
    for _ in 0..MAX_STEPS {
        let (value, axes) = queue.pop_front()?;
        for reader in readers(&value) {
            let (next, axes) = match reader {
                Reader::Convolves { channels, axis } => {
                    return Some(FirstConvolution { channels, axis: *axes.get(axis)? })
                }
                Reader::Keeps(next) => (next, axes.clone()),
                Reader::Transposes(next, order) => {
                    match order.iter().map(|&axis| axes.get(axis).copied()).collect::<Option<Vec<usize>>>() {
                        Some(axes) => (next, axes),
                        None => continue,
                    }
                }
            };
            if seen.insert(next.clone()) {
                queue.push_back((next, axes));
            }
        }
    }
    None
}

impl PictureInput {
    /// Understands the sizes of an input. `size` is the height and width that the user asks for, `usual` the layout of
    /// the format where nothing else tells.
    pub fn of(
        sizes: &[i64],
        size: Option<[usize; 2]>,
        usual: Layout,
        first: Option<FirstConvolution>,
    ) -> Result<PictureInput> {
        match *sizes {
            [] if first.is_some() => picture(&[-1; 4], true, size, usual, first),
            [_, _, _, _] => picture(sizes, true, size, usual, first),
            [x, y, z] => picture(&[1, x, y, z], false, size, usual, first),
            [batch, len] => vector(batch, len, true),
            [len] => vector(1, len, false),
            _ => Err(Error::model(format!("its shape {} is not that of a picture", shown(sizes)))),
        }
    }

    /// As the small graph holds it.
    pub fn shape(&self) -> Vec<usize> {
        vec![1, self.height, self.width, self.channels]
    }

    /// Adds the input to a graph: the value that all else is computed from, [batch, height, width, channels]. Where the
    /// network is to run on a whole batch, the picture is repeated.
    pub fn add(&self, graph: &mut Graph, name: &str, repeats: bool) -> Result<ValueId> {
        graph.input = graph.variable(self.shape());
        graph.input_name = name.to_string();
        graph.channels_first = self.layout == Layout::ChannelsFirst;
        if repeats {
            graph.add(name, Op::Concat { axis: 0 }, &vec![graph.input; self.batch])
        } else {
            Ok(graph.input)
        }
    }

    /// As `add`, with the axes as the network has them.
    pub fn add_as_laid_out(&self, graph: &mut Graph, name: &str, repeats: bool) -> Result<ValueId> {
        let mut value = self.add(graph, name, repeats)?;
        if self.layout == Layout::ChannelsFirst {
            value = graph.add(name, Op::Transpose { order: vec![0, 3, 1, 2] }, &[value])?;
        }
        let mut shape = graph.shape(value).to_vec();
        if self.layout == Layout::Vector {
            shape = vec![shape[0], self.height * self.width];
        }
        if !self.has_batch {
            shape.remove(0);
        }
        match shape == graph.shape(value) {
            true => Ok(value),
            false => graph.add(name, Op::Reshape { shape }, &[value]),
        }
    }
}

/// [batch, x, y, z] with the channels along x or z: where a size of 1 or 3 is, else where the first convolution has them,
/// else where the format usually has them.
fn picture(
    sizes: &[i64],
    has_batch: bool,
    wanted: Option<[usize; 2]>,
    usual: Layout,
    first: Option<FirstConvolution>,
) -> Result<PictureInput> {
    let is_channels = |axis: usize| sizes[axis] == 1 || sizes[axis] == 3;
    let offset = usize::from(!has_batch);
    let layout = match (is_channels(1), is_channels(3), first.map(|first| first.axis + offset)) {
        (true, false, _) => Layout::ChannelsFirst,
        (false, true, _) => Layout::ChannelsLast,
        (_, _, Some(1)) => Layout::ChannelsFirst,
        (_, _, Some(3)) => Layout::ChannelsLast,
        _ => usual,
    };
    let [channels, height, width] = match layout {
        Layout::ChannelsFirst => [sizes[1], sizes[2], sizes[3]],
        _ => [sizes[3], sizes[1], sizes[2]],
    };
    let sizes = if has_batch { sizes } else { &sizes[1..] };
    let channels = match (channels, first) {
        (1.., _) => channels as usize,
        (_, Some(first)) => first.channels,
        _ => return Err(Error::model(format!("its shape {} leaves the number of channels open", shown(sizes)))),
    };
    if channels != 1 && channels != 3 {
        return Err(Error::model(format!(
            "its shape {} has {channels} channels, a picture has 1 (gray) or 3 (colour)",
            shown(sizes)
        )));
    }
    let known = |size: i64| usize::try_from(size).ok().filter(|&size| (1..=MAX_SIDE).contains(&size));
    let [height, width] = match (wanted, known(height), known(width)) {
        (Some(size), _, _) => size,
        (None, Some(height), Some(width)) => [height, width],
        _ if height < 1 || width < 1 => {
            let error = Error::model("the model leaves the size of its input open");
            return Err(error.with_remedy(Remedy::InputSize));
        }
        _ => return Err(Error::model(format!("pictures of {height}x{width} are larger than {MAX_SIDE}x{MAX_SIDE}"))),
    };
    Ok(PictureInput { height, width, channels, layout, batch: batch(if has_batch { sizes[0] } else { 1 })?, has_batch })
}

/// The rows of a square picture, one behind the other.
fn vector(batch_size: i64, len: i64, has_batch: bool) -> Result<PictureInput> {
    let side = (len.max(0) as f64).sqrt() as usize;
    if side * side != len.max(0) as usize || !(4..=MAX_SIDE).contains(&side) {
        return Err(Error::model(format!("its {len} values are no square picture, and no height and width are known")));
    }
    Ok(PictureInput {
        height: side,
        width: side,
        channels: 1,
        layout: Layout::Vector,
        batch: batch(batch_size)?,
        has_batch,
    })
}

fn batch(size: i64) -> Result<usize> {
    match size {
        ..=1 => Ok(1),
        size if size <= MAX_BATCH as i64 => Ok(size as usize),
        _ => {
            Err(Error::model(format!("the model takes batches of {size} pictures, at most {MAX_BATCH} are supported")))
        }
    }
}

/// A shape for people: `?` where it is open.
pub fn shown(sizes: &[i64]) -> String {
    let sizes = sizes.iter().map(|&size| if size < 0 { "?".to_string() } else { size.to_string() });
    format!("[{}]", sizes.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sizes: &[i64], first: Option<(usize, usize)>) -> std::result::Result<(Layout, [usize; 4]), String> {
        let first = first.map(|(channels, axis)| FirstConvolution { channels, axis });
        let found = PictureInput::of(sizes, Some([8, 9]), Layout::ChannelsLast, first);
        found
            .map(|found| (found.layout, [found.batch, found.height, found.width, found.channels]))
            .map_err(|e| e.message)
    }

    #[test]
    fn channels_are_found_by_size_then_by_the_first_convolution_then_by_habit() {
        use Layout::{ChannelsFirst, ChannelsLast};
        assert_eq!(of(&[1, 3, 8, 9], None), Ok((ChannelsFirst, [1, 8, 9, 3])));
        assert_eq!(of(&[-1, 8, 9, 1], Some((1, 1))), Ok((ChannelsLast, [1, 8, 9, 1])));
        assert_eq!(of(&[1, 3, 8, 3], Some((3, 1))), Ok((ChannelsFirst, [1, 8, 9, 3])));
        assert_eq!(of(&[-1, -1, -1, -1], Some((3, 1))), Ok((ChannelsFirst, [1, 8, 9, 3])));
        assert_eq!(of(&[], Some((1, 3))), Ok((ChannelsLast, [1, 8, 9, 1])));
        assert_eq!(of(&[3, 3, 8, 3], None), Ok((ChannelsLast, [3, 8, 9, 3])));
        assert_eq!(of(&[3, 8, 9], Some((3, 0))), Ok((ChannelsFirst, [1, 8, 9, 3])));
    }

    #[test]
    fn inputs_that_are_no_picture_are_refused_by_what_they_are() {
        assert_eq!(
            of(&[1, 4, 8, 9], Some((4, 1))).unwrap_err(),
            "its shape [1, 4, 8, 9] has 4 channels, a picture has 1 (gray) or 3 (colour)"
        );
        assert!(of(&[-1, -1, -1, -1], None).unwrap_err().contains("[?, ?, ?, ?]"));
        assert!(of(&[1, 3, 8, 9, 2], None).unwrap_err().contains("[1, 3, 8, 9, 2]"));
        assert!(of(&[65, 3, 8, 9], None).unwrap_err().contains("65 pictures"));
        let open = PictureInput::of(&[1, 3, -1, 9], None, Layout::ChannelsFirst, None).unwrap_err();
        assert_eq!(open.remedy, Some(Remedy::InputSize));
    }

    #[test]
    fn a_vector_is_a_square_gray_picture() {
        assert_eq!(of(&[-1, 784], None), Ok((Layout::Vector, [1, 28, 28, 1])));
        assert!(of(&[-1, 783], None).unwrap_err().contains("783"));
        assert!(of(&[1, -1], None).unwrap_err().contains("-1"));
    }

    #[test]
    fn the_first_convolution_is_found_behind_transpositions() {
        let readers = |value: &u32| match value {
            0 => vec![Reader::Keeps(1), Reader::Keeps(9)],
            1 => vec![Reader::Transposes(2, vec![0, 2, 3, 1])],
            2 => vec![Reader::Convolves { channels: 3, axis: 3 }],
            _ => vec![],
        };
        assert_eq!(first_convolution(0, readers), Some(FirstConvolution { channels: 3, axis: 1 }));
        assert_eq!(first_convolution(9, readers), None);
    }
}
