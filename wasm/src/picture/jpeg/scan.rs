//! A scan: which components and coefficients it has, and the order of its blocks (ITU-T T.81, annexes A.2, B.2.3 and G.1.1.1).

use super::bits::BitReader;
use super::blocks::{self, Band};
use super::damaged;
use super::frame::{Component, Frame};
use super::huffman::Huffman;
use super::idct::Block;
use super::tables::Tables;
use crate::error::Result;

/// What a scan adds to the coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pass {
    Sequential,
    FirstDc,
    RefineDc,
    FirstAc,
    RefineAc,
}

/// The parameters of a scan.
pub struct Scan {
    /// Their places in the frame, and their Huffman tables for DC and AC.
    pub components: Vec<[usize; 3]>,
    pub pass: Pass,
    pub band: Band,
    /// The bits that are known before it, of the coefficients in the band; those after it are `band.shift`.
    pub known: u32,
}

impl Scan {
    pub fn read(data: &[u8], frame: &Frame) -> Result<Scan> {
        let wrong = || damaged("the header of a scan is wrong");
        let (&count, rest) = data.split_first().ok_or_else(wrong)?;
        let (listed, limits) = rest.split_at_checked(usize::from(count) * 2).ok_or_else(wrong)?;
        let &[first, last, bits] = limits else { return Err(wrong()) };
        let mut components: Vec<[usize; 3]> = Vec::new();
        for entry in listed.chunks_exact(2) {
            let is_meant = |&index: &usize| {
                frame.components[index].id == entry[0] && components.iter().all(|component| component[0] != index)
            };
            let index = (0..frame.components.len()).find(is_meant).ok_or_else(wrong)?;
            components.push([index, usize::from(entry[1] >> 4), usize::from(entry[1] & 15)]);
        }
        let band = Band { first: first.into(), last: last.into(), shift: u32::from(bits & 15) };
        let scan = match frame.is_progressive {
            // What a scan of a sequential frame says of its coefficients does not matter.
            false => Scan { components, pass: Pass::Sequential, band: Band { first: 0, last: 63, shift: 0 }, known: 0 },
            true => {
                let known = u32::from(bits >> 4);
                let pass = match (first, known) {
                    (0, 0) => Pass::FirstDc,
                    (0, _) => Pass::RefineDc,
                    (_, 0) => Pass::FirstAc,
                    _ => Pass::RefineAc,
                };
                Scan { components, pass, band, known }
            }
        };
        scan.is_possible().then_some(scan).ok_or_else(wrong)
    }

    fn is_possible(&self) -> bool {
        let Band { first, last, shift } = self.band;
        let is_band = match self.pass {
            Pass::Sequential => true,
            Pass::FirstDc | Pass::RefineDc => last == 0,
            Pass::FirstAc | Pass::RefineAc => first <= last && last < 64 && self.components.len() == 1,
        };
        !self.components.is_empty() && is_band && shift <= 13 && (self.known == 0 || shift + 1 == self.known)
    }
}

/// Reads the data of a scan, MCU by MCU.
pub struct ScanReader<'a> {
    bits: BitReader<'a>,
    pass: Pass,
    band: Band,
    parts: Vec<Part<'a>>,
    /// How many blocks are still without coefficients of the band.
    zero_blocks: u32,
    /// In MCUs; 0 for none.
    restart_interval: usize,
    until_restart: usize,
    next_restart: u8,
}

/// A component in a scan.
struct Part<'a> {
    component: &'a Component,
    index: usize,
    /// Those that the scan needs.
    dc: Option<&'a Huffman>,
    ac: Option<&'a Huffman>,
    prediction: i32,
}

impl<'a> ScanReader<'a> {
    /// A reader of the data that begins at `at`.
    pub fn new(
        file: &'a [u8],
        at: usize,
        scan: &Scan,
        frame: &'a Frame,
        tables: &'a Tables,
        restart_interval: usize,
    ) -> Result<ScanReader<'a>> {
        let has_dc = matches!(scan.pass, Pass::Sequential | Pass::FirstDc);
        let has_ac = matches!(scan.pass, Pass::Sequential | Pass::FirstAc | Pass::RefineAc);
        let mut parts = Vec::new();
        for &[index, dc, ac] in &scan.components {
            parts.push(Part {
                component: &frame.components[index],
                index,
                dc: has_dc.then(|| tables.dc(dc)).transpose()?,
                ac: has_ac.then(|| tables.ac(ac)).transpose()?,
                prediction: 0,
            });
        }
        Ok(ScanReader {
            bits: BitReader::new(file, at),
            pass: scan.pass,
            band: scan.band,
            parts,
            zero_blocks: 0,
            restart_interval,
            until_restart: restart_interval,
            next_restart: 0,
        })
    }

    /// Where the data ends.
    pub fn position(&self) -> usize {
        self.bits.position()
    }

    /// Reads all blocks into `coefficients`, a list for each component of the frame.
    pub fn read_all(&mut self, frame: &Frame, coefficients: &mut [Vec<i16>]) -> Result<()> {
        let [part] = &self.parts[..] else {
            for y in 0..frame.mcus[1] {
                self.read_row(frame.mcus[0], y, coefficients)?;
            }
            return Ok(());
        };
        let (component, index) = (part.component, part.index);
        for row in coefficients[index].chunks_exact_mut(component.padded_blocks[0] * 64).take(component.blocks[1]) {
            for block in row.as_chunks_mut::<64>().0.iter_mut().take(component.blocks[0]) {
                self.begin_mcu();
                self.read_block(0, block);
            }
            self.check()?;
        }
        Ok(())
    }

    /// Reads a row of `mcus` that hold blocks of several components.
    fn read_row(&mut self, mcus: usize, y: usize, coefficients: &mut [Vec<i16>]) -> Result<()> {
        for x in 0..mcus {
            self.begin_mcu();
            for part in 0..self.parts.len() {
                let Part { component, index, .. } = self.parts[part];
                let (across, down) = (component.across, component.down);
                for block in 0..across * down {
                    let row = y * down + block / across;
                    let at = row * component.padded_blocks[0] + x * across + block % across;
                    self.read_block(part, &mut coefficients[index].as_chunks_mut().0[at]);
                }
            }
        }
        self.check()
    }

    /// Reads a row of MCUs of all components of a sequential frame, block by block: `show` gets the component, where in the
    /// row its block lies, counted in blocks across and down, the block and whether it has more than one coefficient.
    pub fn read_and_show(&mut self, mcus: usize, mut show: impl FnMut(usize, [usize; 2], &Block, bool)) -> Result<()> {
        let mut block = [0; 64];
        for x in 0..mcus {
            self.begin_mcu();
            for part in 0..self.parts.len() {
                let Part { component, index, .. } = self.parts[part];
                for down in 0..component.down {
                    for across in 0..component.across {
                        let has_more = self.read_block(part, &mut block);
                        show(index, [x * component.across + across, down], &block, has_more);
                        if has_more {
                            block = [0; 64];
                        }
                    }
                }
            }
        }
        self.check()
    }

    /// Reads over a restart marker where one is due.
    fn begin_mcu(&mut self) {
        if self.restart_interval == 0 {
            return;
        }
        if self.until_restart == 0 {
            self.bits.restart(self.next_restart);
            self.next_restart = (self.next_restart + 1) % 8;
            self.until_restart = self.restart_interval;
            self.zero_blocks = 0;
            self.parts.iter_mut().for_each(|part| part.prediction = 0);
        }
        self.until_restart -= 1;
    }

    /// Reads what the scan has of a block; whether it may have more than the first coefficient.
    #[inline(always)]
    fn read_block(&mut self, part: usize, block: &mut Block) -> bool {
        let Part { dc, ac, prediction, .. } = &mut self.parts[part];
        let (bits, band) = (&mut self.bits, self.band);
        match (self.pass, *dc, *ac) {
            (Pass::Sequential, Some(dc), Some(ac)) => return blocks::sequential(bits, dc, ac, prediction, block),
            (Pass::FirstDc, Some(dc), _) => blocks::first_dc(bits, dc, prediction, block, band.shift),
            (Pass::FirstAc, _, Some(ac)) => blocks::first_ac(bits, ac, &mut self.zero_blocks, block, band),
            (Pass::RefineAc, _, Some(ac)) => blocks::refine_ac(bits, ac, &mut self.zero_blocks, block, band),
            _ => blocks::refine_dc(bits, block, band.shift),
        }
        true
    }

    /// Whether what was read, now that all is, can be what was written.
    pub fn finish(&self) -> Result<()> {
        if self.bits.is_filled() {
            return Err(damaged("a part of its data was replaced by zeros"));
        }
        Ok(())
    }

    /// Whether all that was read was there.
    fn check(&self) -> Result<()> {
        self.bits.fault().map_or(Ok(()), |fault| Err(damaged(fault)))
    }
}
