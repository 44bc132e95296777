//! The order of colours.

/// The order of the channels of a network's input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum ChannelOrder {
    #[default]
    Rgb,
    Bgr,
}

impl ChannelOrder {
    pub fn parse(text: &str) -> Option<ChannelOrder> {
        match text {
            "rgb" => Some(ChannelOrder::Rgb),
            "bgr" => Some(ChannelOrder::Bgr),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            ChannelOrder::Rgb => "rgb",
            ChannelOrder::Bgr => "bgr",
        }
    }
}
