//! Ways to resize a picture.

/// How the pixels of a resized picture are made of the source's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The source pixel under the centre of each output pixel.
    Nearest,
    /// A triangle as wide as an output pixel, so that every source pixel counts: Pillow's and torchvision's `bilinear`.
    #[default]
    Bilinear,
    /// A blend of the four nearest source pixels, however many there are: `tf.image.resize` and OpenCV's `INTER_LINEAR`.
    BilinearAliased,
    /// Keys' cubic (a = -0.5), as wide as two output pixels on each side: Pillow's and torchvision's `bicubic`.
    Bicubic,
    /// The same cubic over the sixteen nearest source pixels: `tf.image.resize` with `bicubic`.
    BicubicAliased,
    /// A windowed sinc, as wide as three output pixels on each side: Pillow's `LANCZOS`.
    Lanczos,
}

const NAMES: [(Method, &str); 6] = [
    (Method::Nearest, "nearest"),
    (Method::Bilinear, "bilinear"),
    (Method::BilinearAliased, "bilinear-aliased"),
    (Method::Bicubic, "bicubic"),
    (Method::BicubicAliased, "bicubic-aliased"),
    (Method::Lanczos, "lanczos"),
];

impl Method {
    pub fn parse(text: &str) -> Option<Method> {
        NAMES.iter().find(|(_, name)| *name == text).map(|(method, _)| *method)
    }

    /// What stands for it in a [`ResizeRequest`](super::ResizeRequest).
    pub fn number(self) -> u32 {
        match self {
            Method::Nearest => 0,
            Method::Bilinear => 1,
            Method::BilinearAliased => 2,
            Method::Bicubic => 3,
            Method::BicubicAliased => 4,
            Method::Lanczos => 5,
        }
    }

    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(method, _)| *method == self).map_or("", |(_, name)| name)
    }
}
