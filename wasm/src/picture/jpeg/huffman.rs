//! Huffman tables (ITU-T T.81, annexes C and F.2.2.3).

/// A code's length in bits, 0 for none, and what it stands for.
#[derive(Clone, Copy, Default)]
pub struct Code(u16);

impl Code {
    fn new(length: u32, symbol: u8) -> Code {
        Code((length as u16) << 8 | u16::from(symbol))
    }

    #[inline(always)]
    pub fn length(self) -> u32 {
        u32::from(self.0 >> 8)
    }

    #[inline(always)]
    pub fn symbol(self) -> u32 {
        u32::from(self.0 & 255)
    }
}

/// A table that finds codes by the bits that come next.
#[derive(Clone)]
pub struct Huffman {
    short: [Code; 1 << Huffman::SHORT],
    /// For each length, the first code that is longer, as 16 bits.
    ends: [u32; 17],
    /// For each length, what to add to a code to find its symbol.
    offsets: [i32; 17],
    symbols: [u8; 256],
}

impl Huffman {
    /// The longest codes that are found at once.
    pub const SHORT: u32 = 9;

    /// A table of `counts[i]` codes of `i + 1` bits, whose symbols come in the order of their codes. Nothing where such
    /// codes cannot be; a code of ones alone is none.
    pub fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Huffman> {
        let mut table =
            Huffman { short: [Code::default(); 1 << 9], ends: [0; 17], offsets: [0; 17], symbols: [0; 256] };
        table.symbols.get_mut(..symbols.len())?.copy_from_slice(symbols);
        let (mut code, mut index) = (0_u32, 0);
        for (length, &count) in (1_u32..).zip(counts) {
            code <<= 1;
            table.offsets[length as usize] = index as i32 - code as i32;
            for &symbol in symbols.get(index..index + usize::from(count))? {
                if code + 1 >= 1 << length {
                    return None;
                }
                table.enter(code, length, symbol);
                code += 1;
            }
            index += usize::from(count);
            table.ends[length as usize] = code << (16 - length);
        }
        Some(table)
    }

    /// Makes a short code findable by all bits that begin with it.
    fn enter(&mut self, code: u32, length: u32, symbol: u8) {
        if length <= Huffman::SHORT {
            let free = Huffman::SHORT - length;
            let first = (code << free) as usize;
            self.short[first..first + (1 << free)].fill(Code::new(length, symbol));
        }
    }

    /// Whether all symbols are lengths of values, as those of DC coefficients are.
    pub fn is_for_dc(&self) -> bool {
        self.symbols.iter().all(|&symbol| symbol < 16)
    }

    /// The code with which [`Huffman::SHORT`] bits begin; none if it is longer.
    #[inline(always)]
    pub fn short(&self, bits: u32) -> Code {
        self.short[bits as usize & ((1 << Huffman::SHORT) - 1)]
    }

    /// The longer code with which 16 bits begin; none if there is none.
    #[inline(never)]
    pub fn long(&self, bits: u32) -> Code {
        for length in Huffman::SHORT + 1..=16 {
            if bits < self.ends[length as usize] {
                let index = (bits >> (16 - length)) as i32 + self.offsets[length as usize];
                return Code::new(length, self.symbols[index as usize & 255]);
            }
        }
        Code::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_lengths_are_found() {
        // One code of each length: 0, 10, 110, ...
        let symbols: Vec<u8> = (1..=16).collect();
        let table = Huffman::new(&[1; 16], &symbols).unwrap();
        for length in 1..=16_u32 {
            let bits = 0xFFFF << (17 - length) & 0xFFFF;
            let short = table.short(bits >> 7);
            let code = if length <= Huffman::SHORT { short } else { table.long(bits) };
            assert_eq!([code.length(), code.symbol()], [length, length]);
            assert_eq!(short.length() == 0, length > Huffman::SHORT);
        }
        assert_eq!(table.long(0xFFFF).length(), 0);
    }

    #[test]
    fn codes_that_cannot_be_are_refused() {
        let table = |counts: &[u8], symbols: usize| {
            let mut all = [0; 16];
            all[..counts.len()].copy_from_slice(counts);
            Huffman::new(&all, &vec![0; symbols])
        };
        assert!(table(&[1, 1], 2).is_some());
        assert!(table(&[2], 2).is_none(), "a code of ones alone");
        assert!(table(&[1, 3], 4).is_none(), "too many codes");
        assert!(table(&[1, 1], 1).is_none(), "too few symbols");
        assert!(table(&[0; 16], 0).is_some());
    }
}
