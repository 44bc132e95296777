//! Reading entropy-coded data bit by bit (ITU-T T.81, annexes B.1.1.5 and F.2.2).

use super::huffman::Huffman;
use super::markers;

/// How many bits [`BitReader::fill`] makes ready: a code of up to 16 and a value of up to 15.
const READY: u32 = 32;

/// A run of as many zeros as no data has by chance.
const FILLED: usize = 32;

/// The bits of a scan, up to the next marker or the end of the file; after them come zeros, and a fault is noted. So the
/// loops that decode blocks have no errors to pass on: [`BitReader::fault`] tells afterwards.
///
/// A loop works on a copy, which a compiler can keep in local variables, and stores it when it is done.
#[derive(Clone, Copy)]
pub struct BitReader<'a> {
    file: &'a [u8],
    /// Where the data begins, and where reading goes on.
    start: usize,
    at: usize,
    /// The lowest `count` bits are still to be read.
    buffer: u64,
    count: u32,
    /// How many zeros were put behind the data.
    padding: u32,
    /// Whether an earlier interval was read beyond its end.
    is_short: bool,
    /// Whether the data has what cannot be.
    is_broken: bool,
}

impl<'a> BitReader<'a> {
    pub fn new(file: &'a [u8], at: usize) -> BitReader<'a> {
        BitReader { file, start: at, at, buffer: 0, count: 0, padding: 0, is_short: false, is_broken: false }
    }

    /// Where the next marker is looked for.
    pub fn position(&self) -> usize {
        self.at
    }

    /// What is wrong with the data that was read.
    pub fn fault(&self) -> Option<&'static str> {
        match (self.is_broken, self.is_short()) {
            (true, _) => Some("its data has a code that means nothing"),
            (_, true) => Some("a part of its data is missing"),
            _ => None,
        }
    }

    /// Whether what was read is partly filled with zeros. Codes may be of zeros alone, so that these mean something; but then
    /// they stand for fewer or more blocks than what was there, and at the end data is missing or left.
    pub fn is_filled(&self) -> bool {
        let end = markers::find(self.file, self.at).map_or(self.file.len(), |(_, after)| after - 2);
        let has_rest = end > self.at || self.count >= self.padding + 8;
        has_rest && self.file[self.start..self.at].windows(FILLED).any(|bytes| bytes.iter().all(|&byte| byte == 0))
    }

    fn is_short(&self) -> bool {
        self.is_short || self.padding > self.count
    }

    /// Notes that the data is damaged.
    #[inline(always)]
    pub fn break_if(&mut self, is_broken: bool) {
        self.is_broken |= is_broken;
    }

    /// Leaves what is left of an interval, and reads on behind the restart marker `number` (0 to 7), which must follow.
    pub fn restart(&mut self, number: u8) {
        let marker = markers::find(self.file, self.at).filter(|&(marker, _)| marker == markers::RESTART + number);
        let at = marker.map_or(self.at, |(_, after)| after);
        let is_short = self.is_short() || marker.is_none();
        *self = BitReader { is_short, is_broken: self.is_broken, ..BitReader::new(self.file, at) };
    }

    /// Makes the bits of one code and one value ready.
    #[inline(always)]
    pub fn fill(&mut self) {
        if self.count >= READY {
            return;
        }
        if let Some(bytes) = self.file.get(self.at..).and_then(|rest| rest.first_chunk::<4>()) {
            let word = u32::from_be_bytes(*bytes);
            // A byte 0xFF, which is a marker or hides one, is the one kind whose lower 7 bits carry while its highest is set.
            if (word & 0x7F7F_7F7F).wrapping_add(0x0101_0101) & word & 0x8080_8080 == 0 {
                self.buffer = self.buffer << 32 | u64::from(word);
                self.count += 32;
                self.at += 4;
                return;
            }
        }
        self.fill_by_bytes();
    }

    #[inline(always)]
    fn fill_by_bytes(&mut self) {
        let next = next_bytes(self.file, self.at);
        self.buffer = self.buffer << 32 | u64::from(next.word);
        self.count += 32;
        self.at = next.at;
        self.padding += next.padding;
    }

    /// The next `length` bits, up to 16 of those that are ready, without reading them.
    #[inline(always)]
    fn peek(&self, length: u32) -> u32 {
        (self.buffer >> (self.count - length)) as u32 & ((1 << length) - 1)
    }

    /// The next `length` bits, up to 15 of those that are ready.
    #[inline(always)]
    pub fn take(&mut self, length: u32) -> u32 {
        let bits = self.peek(length);
        self.count -= length;
        bits
    }

    /// The next symbol. A code that the table does not have reads as 0.
    #[inline(always)]
    pub fn symbol(&mut self, table: &Huffman) -> u32 {
        let mut code = table.short(self.peek(Huffman::SHORT));
        if code.length() == 0 {
            code = table.long(self.peek(16));
            self.is_broken |= code.length() == 0;
        }
        self.count -= code.length();
        code.symbol()
    }

    /// A value of `length` bits, up to 15, of which the upper half of all values is positive (T.81, F.2.2.1: EXTEND).
    #[inline(always)]
    pub fn value(&mut self, length: u32) -> i32 {
        let bits = self.take(length) as i32;
        let least = (1 << length) >> 1;
        if bits < least {
            bits - (1 << length) + 1
        } else {
            bits
        }
    }
}

/// The next 32 bits, of bytes behind some of which lie zeros that say that they are no markers.
struct NextBytes {
    word: u32,
    at: usize,
    padding: u32,
}

#[inline(never)]
fn next_bytes(file: &[u8], mut at: usize) -> NextBytes {
    let (mut word, mut padding) = (0, 0);
    for _ in 0..4 {
        let (byte, length) = match (file.get(at), file.get(at + 1)) {
            (Some(0xFF), Some(0)) => (0xFF, 2),
            (Some(0xFF), _) | (None, _) => (0, 0),
            (Some(&byte), _) => (byte, 1),
        };
        padding += if length == 0 { 8 } else { 0 };
        word = word << 8 | u32::from(byte);
        at += length;
    }
    NextBytes { word, at, padding }
}
