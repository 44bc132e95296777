//! How much of a picture in several scans is known.

use super::frame::Frame;
use super::scan::Scan;
use super::tables::{Quantisation, Tables};
use super::{damaged, unsupported, MOST_PIXELS_IN_SCANS};
use crate::error::Result;

pub struct Progress<'a> {
    frame: &'a Frame,
    components: Vec<Known>,
    scans: u64,
}

/// What is known of a component.
#[derive(Clone)]
struct Known {
    /// The table that held when its first scan began.
    quantisation: Option<Quantisation>,
    /// How many bits of each coefficient are missing.
    missing_bits: [u8; 64],
}

/// No bit is known.
const ALL: u8 = 16;

impl<'a> Progress<'a> {
    pub fn new(frame: &'a Frame) -> Progress<'a> {
        let nothing = Known { quantisation: None, missing_bits: [ALL; 64] };
        Progress { frame, components: vec![nothing; frame.components.len()], scans: 0 }
    }

    /// Notes what a scan adds. So many scans that reading them would take long are refused.
    pub fn begin(&mut self, scan: &Scan, tables: &Tables) -> Result<()> {
        self.scans += 1;
        let Frame { width, height, .. } = *self.frame;
        if self.scans * u64::from(width) * u64::from(height) > MOST_PIXELS_IN_SCANS {
            return Err(unsupported(&format!("{} scans of {width}x{height} pixels", self.scans)));
        }
        for &[index, ..] in &scan.components {
            let known = &mut self.components[index];
            if known.quantisation.is_none() {
                known.quantisation = Some(*tables.quantisation(self.frame.components[index].quantisation)?);
            }
            known.missing_bits[scan.band.first..=scan.band.last].fill(scan.band.shift as u8);
        }
        Ok(())
    }

    /// Whether every bit of every coefficient is known.
    pub fn is_complete(&self) -> bool {
        self.components.iter().all(|known| known.missing_bits == [0; 64])
    }

    /// The tables of all components, of which at least the first coefficients must be known.
    pub fn quantisation(self) -> Result<Vec<Quantisation>> {
        let table = |known: Known| known.quantisation.filter(|_| known.missing_bits[0] != ALL);
        self.components.into_iter().map(|known| table(known).ok_or_else(|| damaged("a colour is missing"))).collect()
    }
}
