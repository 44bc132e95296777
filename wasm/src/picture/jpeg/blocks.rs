//! Decoding the coefficients of one block (ITU-T T.81, annexes F.2.2 and G.2).
//!
//! Each function is called once a block. Where a damaged run leads behind a block's end, its last coefficient is written, as
//! by other decoders.

use super::bits::BitReader;
use super::huffman::Huffman;
use super::idct::Block;
use super::tables::ZIGZAG;

/// The coefficients of a scan: from which to which in the order of [`ZIGZAG`], and which bit comes last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub first: usize,
    pub last: usize,
    pub shift: u32,
}

/// All coefficients of a block of zeros; returns whether it may have one but the first. `prediction` is the first of the block
/// before.
#[inline(never)]
pub fn sequential(reader: &mut BitReader, dc: &Huffman, ac: &Huffman, prediction: &mut i32, block: &mut Block) -> bool {
    let mut bits = *reader;
    bits.fill();
    let length = bits.symbol(dc);
    *prediction = prediction.wrapping_add(bits.value(length));
    block[0] = *prediction as i16;
    let mut index = 1;
    while index < 64 {
        bits.fill();
        let symbol = bits.symbol(ac);
        let (run, length) = (symbol >> 4, symbol & 15);
        if length != 0 {
            index += run as usize;
            block[place(index)] = bits.value(length) as i16;
        } else if run != 15 {
            break;
        } else {
            index += 15;
        }
        index += 1;
    }
    *reader = bits;
    index > 1
}

/// The first coefficient, but for its last `shift` bits.
#[inline(never)]
pub fn first_dc(reader: &mut BitReader, dc: &Huffman, prediction: &mut i32, block: &mut Block, shift: u32) {
    reader.fill();
    let length = reader.symbol(dc);
    *prediction = prediction.wrapping_add(reader.value(length));
    block[0] = (*prediction << shift) as i16;
}

/// One more bit of the first coefficient.
#[inline(never)]
pub fn refine_dc(reader: &mut BitReader, block: &mut Block, shift: u32) {
    reader.fill();
    block[0] |= (reader.take(1) << shift) as i16;
}

/// Further coefficients, but for their last bits. `zero_blocks` counts those that have none, from this one on.
#[inline(never)]
pub fn first_ac(reader: &mut BitReader, ac: &Huffman, zero_blocks: &mut u32, block: &mut Block, band: Band) {
    if *zero_blocks > 0 {
        *zero_blocks -= 1;
        return;
    }
    let mut bits = *reader;
    let mut index = band.first;
    while index <= band.last {
        bits.fill();
        let symbol = bits.symbol(ac);
        let (run, length) = (symbol >> 4, symbol & 15);
        if length != 0 {
            index += run as usize;
            block[place(index)] = (bits.value(length) << band.shift) as i16;
        } else if run != 15 {
            *zero_blocks = (1 << run) - 1 + bits.take(run);
            break;
        } else {
            index += 15;
        }
        index += 1;
    }
    *reader = bits;
}

/// One more bit of the coefficients that are known, and those that this bit makes differ from zero.
#[inline(never)]
pub fn refine_ac(reader: &mut BitReader, ac: &Huffman, zero_blocks: &mut u32, block: &mut Block, band: Band) {
    let mut bits = *reader;
    let mut index = band.first;
    while *zero_blocks == 0 && index <= band.last {
        bits.fill();
        let symbol = bits.symbol(ac);
        let (run, length) = (symbol >> 4, symbol & 15);
        let mut new = 0;
        if length != 0 {
            bits.break_if(length != 1);
            new = if bits.take(1) == 1 { 1 << band.shift } else { -1 << band.shift };
        } else if run != 15 {
            *zero_blocks = (1 << run) + bits.take(run);
            break;
        }
        index = refine_run(&mut bits, block, index, run, band);
        if new != 0 {
            block[place(index)] = new;
        }
        index += 1;
    }
    if *zero_blocks > 0 {
        // No run of zeros is as long as a block.
        refine_run(&mut bits, block, index, 64, band);
        *zero_blocks -= 1;
    }
    *reader = bits;
}

/// Refines coefficients that are not zero, from `index` on, and passes over `zeros` that are; returns where the next zero
/// lies.
#[inline(always)]
fn refine_run(bits: &mut BitReader, block: &mut Block, from: usize, zeros: u32, band: Band) -> usize {
    let mut index = from;
    let mut left = zeros;
    while index <= band.last {
        let coefficient = &mut block[place(index)];
        if *coefficient != 0 {
            bits.fill();
            let is_set = *coefficient & 1 << band.shift != 0;
            if bits.take(1) == 1 && !is_set {
                *coefficient =
                    coefficient.wrapping_add(if *coefficient < 0 { -1 << band.shift } else { 1 << band.shift });
            }
        } else if left == 0 {
            break;
        } else {
            left -= 1;
        }
        index += 1;
    }
    index
}

/// Where a coefficient lies in its block.
#[inline(always)]
fn place(index: usize) -> usize {
    usize::from(ZIGZAG[index.min(ZIGZAG.len() - 1)]) % 64
}
