//! Sizes that are checked before memory is asked for: a picture of a few bytes may claim to be of any size.

use std::hint::black_box;

use crate::error::{Error, Remedy, Result};

/// Refuses a picture of no pixels and one of more than `max_pixels`.
pub fn check_pixels(width: u32, height: u32, max_pixels: u64) -> Result<()> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Error::damaged(format!("the picture is of {width}x{height} pixels, which is none")));
    }
    if pixels > max_pixels {
        let (pixels, limit) = (count(pixels), count(max_pixels));
        let message = format!("the picture has {pixels} pixels, over the limit of {limit}");
        return Err(Error::too_large(message).with_remedy(Remedy::MaxPixels));
    }
    Ok(())
}

/// A vector of as many zeros as the product of `sizes`, or an error where memory does not suffice.
pub fn zeroed<T: Clone + Default>(sizes: &[usize]) -> Result<Vec<T>> {
    let length = sizes.iter().try_fold(1_usize, |product, &size| product.checked_mul(size));
    let mut values = Vec::new();
    let length = length.ok_or_else(out_of_memory)?;
    values.try_reserve_exact(length).map_err(|_| out_of_memory())?;
    values.resize(length, T::default());
    Ok(values)
}

/// Asks whether `bytes` can be had at once, for a library that would abort where they cannot.
pub fn check_memory(bytes: u64) -> Result<()> {
    let bytes = usize::try_from(bytes).map_err(|_| out_of_memory())?;
    let mut probe = Vec::<u8>::new();
    probe.try_reserve_exact(bytes).map_err(|_| out_of_memory())?;
    // A compiler may leave out an allocation that nobody looks at.
    black_box(probe);
    Ok(())
}

pub fn out_of_memory() -> Error {
    Error::memory("the picture needs more memory than there is")
}

/// A number as a person says it: "900 million", "1,234,567".
fn count(number: u64) -> String {
    const MILLION: u64 = 1_000_000;
    if number >= MILLION && number % MILLION == 0 {
        return format!("{} million", grouped(number / MILLION));
    }
    grouped(number)
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_over_the_limit_is_refused_with_both_numbers() {
        let refused = |width, height, limit| check_pixels(width, height, limit).unwrap_err().message;
        assert_eq!(
            refused(30_000, 30_000, 100_000_000),
            "the picture has 900 million pixels, over the limit of 100 million"
        );
        assert_eq!(refused(1_111, 1_111, 999), "the picture has 1,234,321 pixels, over the limit of 999");
        assert_eq!(refused(u32::MAX, 0, 999), "the picture is of 4294967295x0 pixels, which is none");
        assert!(check_pixels(u32::MAX, u32::MAX, u64::MAX).is_ok());
        assert!(check_pixels(10, 10, 100).is_ok());
    }

    #[test]
    fn more_memory_than_there_is_is_an_error() {
        assert!(zeroed::<u32>(&[usize::MAX, 2]).is_err());
        assert!(zeroed::<u64>(&[usize::MAX / 8]).is_err());
        assert!(check_memory(u64::MAX).is_err());
        assert_eq!(zeroed::<u8>(&[2, 3]), Ok(vec![0; 6]));
    }
}
