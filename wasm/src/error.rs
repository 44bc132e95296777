//! The one error type of the guest: what kind of thing is wrong, and a sentence for the user.

use std::fmt::{self, Write};

/// What is at fault. The value is what an export returns to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i8)]
pub enum Kind {
    /// An argument of the call: an unknown handle, an option out of range.
    Argument = -1,
    /// The model: not a known format, truncated, an op that is not supported.
    Model = -2,
    /// The picture is truncated, or contradicts its format.
    Damaged = -3,
    /// The work needs more memory than can be had.
    Memory = -4,
    /// A fault of this module.
    Internal = -5,
    /// The bytes are of no kind of picture that is known.
    NotAPicture = -6,
    /// A picture of a kind, or of a sort of its kind, that is not decoded.
    Unsupported = -7,
    /// The picture has more pixels than allowed.
    TooLarge = -8,
}

/// An error with a one-line, lower-case message that names what is wrong and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: Kind,
    pub message: String,
    /// The option that could help, if one could. How users set it is known to the host alone, so no message speaks of it.
    pub remedy: Option<Remedy>,
}

/// An option of `model_load` with which the work may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The model leaves the size of its input open.
    InputSize,
    /// The model does not tell its input.
    Input,
    /// The model does not tell its scores, or another node's output may be better ones.
    Output,
    /// The picture has more pixels than this option allows.
    MaxPixels,
}

impl Remedy {
    pub const ALL: [Remedy; 4] = [Remedy::InputSize, Remedy::Input, Remedy::Output, Remedy::MaxPixels];

    /// The option's key.
    pub fn key(self) -> &'static str {
        match self {
            Remedy::InputSize => "input_size",
            Remedy::Input => "input",
            Remedy::Output => "output",
            Remedy::MaxPixels => "max_pixels",
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), remedy: None }
    }

    /// The same error with an option that could help.
    pub fn with_remedy(self, remedy: Remedy) -> Error {
        Error { remedy: Some(remedy), ..self }
    }

    pub fn argument(message: impl Into<String>) -> Error {
        Error::new(Kind::Argument, message)
    }

    pub fn model(message: impl Into<String>) -> Error {
        Error::new(Kind::Model, message)
    }

    pub fn damaged(message: impl Into<String>) -> Error {
        Error::new(Kind::Damaged, message)
    }

    pub fn not_a_picture(message: impl Into<String>) -> Error {
        Error::new(Kind::NotAPicture, message)
    }

    pub fn unsupported(message: impl Into<String>) -> Error {
        Error::new(Kind::Unsupported, message)
    }

    pub fn too_large(message: impl Into<String>) -> Error {
        Error::new(Kind::TooLarge, message)
    }

    pub fn memory(message: impl Into<String>) -> Error {
        Error::new(Kind::Memory, message)
    }

    pub fn internal(message: impl Into<String>) -> Error {
        Error::new(Kind::Internal, message)
    }
}

/// One line whatever the message quotes: names in a model may hold line breaks, escape sequences or a megabyte.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.message.chars();
        for character in characters.by_ref().take(MAX_LENGTH) {
            formatter.write_char(if character.is_control() { ' ' } else { character })?;
        }
        if characters.next().is_some() {
            formatter.write_str("...")
        } else {
            Ok(())
        }
    }
}

/// The most characters of a message that are shown.
const MAX_LENGTH: usize = 500;

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_short_line_whatever_it_quotes() {
        assert_eq!(Error::model("node `a\n\u{1b}[31mb`").to_string(), "node `a  [31mb`");
        assert_eq!(Error::model("x".repeat(1 << 20)).to_string().len(), MAX_LENGTH + 3);
        assert_eq!(Error::model("ж".repeat(MAX_LENGTH)).to_string(), "ж".repeat(MAX_LENGTH));
    }
}
