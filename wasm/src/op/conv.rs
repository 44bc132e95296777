//! Convolutions and their weights.

use super::{Clip, Unary, Window};
use crate::tensor::Tensor;

/// A convolution; with as many groups as input channels it is depthwise.
#[derive(Clone, Debug)]
pub struct Conv {
    pub window: Window,
    pub groups: usize,
    pub filter: Filter,
    /// Multiplies the filter of each output channel when it is packed; empty means 1.
    pub scale: Vec<f32>,
    /// One per output channel; empty means 0.
    pub bias: Vec<f32>,
    pub clip: Clip,
    /// What becomes of the results after the clip, where a kernel does that while it writes them.
    pub finish: Option<Unary>,
}

/// Convolution weights in the order that their format stores them.
#[derive(Clone, Debug)]
pub struct Filter {
    pub tensor: Tensor,
    /// Kernel height, kernel width, input channels per group, output channels.
    pub dimensions: [usize; 4],
    /// The distance in elements between neighbours along each of `dimensions`.
    pub strides: [usize; 4],
}

impl Conv {
    /// A convolution with no bias, no clip and no finish.
    pub fn new(window: Window, groups: usize, filter: Filter) -> Conv {
        Conv { window, groups, filter, scale: Vec::new(), bias: Vec::new(), clip: Clip::NONE, finish: None }
    }

    pub fn output_channels(&self) -> usize {
        self.filter.dimensions[3]
    }

    /// The bias of each output channel.
    pub fn bias_or_zero(&self) -> Vec<f32> {
        if self.bias.is_empty() {
            vec![0.0; self.output_channels()]
        } else {
            self.bias.clone()
        }
    }

    /// What multiplies the filter of an output channel.
    pub fn scale_of(&self, output: usize) -> f32 {
        self.scale.get(output).copied().unwrap_or(1.0)
    }

    /// Whether each channel is convolved with one kernel of its own.
    pub fn is_depthwise(&self) -> bool {
        self.groups == self.output_channels() && self.filter.dimensions[2] == 1
    }
}

impl Filter {
    /// A filter stored as [height, width, input channels per group, output channels].
    pub fn hwio(tensor: Tensor, dimensions: [usize; 4]) -> Filter {
        let [_, width, input, output] = dimensions;
        Filter { tensor, dimensions, strides: [width * input * output, input * output, output, 1] }
    }
}
