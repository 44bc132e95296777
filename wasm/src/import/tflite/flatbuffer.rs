//! A checked reader for FlatBuffers (https://flatbuffers.dev/internals): every offset and length is compared
//! with the file before it is followed, and nothing is copied or allocated. It is the project's own because the
//! `flatbuffers` crate needs generated code for the whole schema, of which a classifier reads a
//! dozen tables, and a verifier pass over it; these few functions are all that has to be compiled by a JVM.

use crate::error::{Error, Result};

/// A table: fields by number, each of which may be absent.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    file: &'a [u8],
    start: usize,
    /// For each field a u16: its distance from `start`, or 0 where it is absent.
    slots: &'a [u8],
}

/// A list of tables.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    file: &'a [u8],
    /// Where the list's first entry stands; an entry is the distance from itself to its table.
    start: usize,
    len: usize,
}

impl<'a> Table<'a> {
    /// A table whose fields are all absent.
    pub const EMPTY: Table<'static> = Table { file: &[], start: 0, slots: &[] };

    /// The table that a file begins with.
    pub fn root(file: &'a [u8]) -> Result<Table<'a>> {
        Table::new(file, follow(file, 0)?)
    }

    fn new(file: &'a [u8], start: usize) -> Result<Table<'a>> {
        let distance = i32::from_le_bytes(bytes_at(file, start)?);
        let slots = usize::try_from(start as i64 - i64::from(distance)).map_err(|_| damaged())?;
        let len = usize::from(u16::from_le_bytes(bytes_at(file, slots)?));
        let slots = file.get(slots..).and_then(|table| table.get(..len)).and_then(|table| table.get(4..));
        Ok(Table { file, start, slots: slots.ok_or_else(damaged)? })
    }

    /// A signed byte, as enumerations are stored; 0 where absent.
    pub fn byte(&self, field: usize) -> Result<i8> {
        Ok(self.scalar(field)?.map_or(0, i8::from_le_bytes))
    }

    pub fn flag(&self, field: usize) -> Result<bool> {
        Ok(self.byte(field)? != 0)
    }

    pub fn int(&self, field: usize, default: i32) -> Result<i32> {
        Ok(self.scalar(field)?.map_or(default, i32::from_le_bytes))
    }

    /// A 32-bit number that counts or indexes something; 0 where absent.
    pub fn index(&self, field: usize) -> Result<usize> {
        usize::try_from(self.int(field, 0)?).map_err(|_| damaged())
    }

    pub fn float(&self, field: usize) -> Result<f32> {
        Ok(self.scalar(field)?.map_or(0.0, f32::from_le_bytes))
    }

    pub fn table(&self, field: usize) -> Result<Option<Table<'a>>> {
        self.position(field).map(|at| Table::new(self.file, follow(self.file, at)?)).transpose()
    }

    /// A list of values of `N` bytes, little-endian; empty where absent.
    pub fn list<const N: usize>(&self, field: usize) -> Result<&'a [[u8; N]]> {
        let Some((start, len)) = self.vector(field)? else { return Ok(&[]) };
        let size = len.checked_mul(N).ok_or_else(damaged)?;
        let values = self.file.get(start..).and_then(|rest| rest.get(..size)).ok_or_else(damaged)?;
        Ok(values.as_chunks().0)
    }

    /// The 32-bit numbers of a list.
    pub fn ints(&self, field: usize) -> Result<impl Iterator<Item = i64> + 'a> {
        Ok(self.list::<4>(field)?.iter().map(|&bytes| i64::from(i32::from_le_bytes(bytes))))
    }

    pub fn floats(&self, field: usize) -> Result<impl Iterator<Item = f32> + 'a> {
        Ok(self.list::<4>(field)?.iter().map(|&bytes| f32::from_le_bytes(bytes)))
    }

    pub fn bytes(&self, field: usize) -> Result<&'a [u8]> {
        Ok(self.list::<1>(field)?.as_flattened())
    }

    pub fn text(&self, field: usize) -> Result<std::borrow::Cow<'a, str>> {
        Ok(String::from_utf8_lossy(self.bytes(field)?))
    }

    /// A list of tables; empty where absent.
    pub fn tables(&self, field: usize) -> Result<Tables<'a>> {
        let (start, len) = self.vector(field)?.unwrap_or((0, 0));
        // The entries must be there, so that a length that lies costs nothing.
        let size = len.checked_mul(4).and_then(|size| start.checked_add(size)).ok_or_else(damaged)?;
        if size > self.file.len() {
            return Err(damaged());
        }
        Ok(Tables { file: self.file, start, len })
    }

    /// Where a list's first value stands, and how many it has.
    fn vector(&self, field: usize) -> Result<Option<(usize, usize)>> {
        let Some(at) = self.position(field) else { return Ok(None) };
        let start = follow(self.file, at)?;
        let len = u32::from_le_bytes(bytes_at(self.file, start)?);
        Ok(Some((start + 4, usize::try_from(len).map_err(|_| damaged())?)))
    }

    fn scalar<const N: usize>(&self, field: usize) -> Result<Option<[u8; N]>> {
        self.position(field).map(|at| bytes_at(self.file, at)).transpose()
    }

    fn position(&self, field: usize) -> Option<usize> {
        match *self.slots.as_chunks().0.get(field)? {
            [0, 0] => None,
            distance => Some(self.start.saturating_add(u16::from_le_bytes(distance).into())),
        }
    }
}

impl<'a> Tables<'a> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, index: usize) -> Result<Table<'a>> {
        if index >= self.len {
            return Err(damaged());
        }
        Table::new(self.file, follow(self.file, self.start + index * 4)?)
    }

    pub fn iter(self) -> impl DoubleEndedIterator<Item = Result<Table<'a>>> {
        (0..self.len).map(move |index| self.get(index))
    }
}

/// The position that the offset at `at` points to.
fn follow(file: &[u8], at: usize) -> Result<usize> {
    let distance = u32::from_le_bytes(bytes_at(file, at)?);
    usize::try_from(distance).ok().and_then(|distance| at.checked_add(distance)).ok_or_else(damaged)
}

fn bytes_at<const N: usize>(file: &[u8], at: usize) -> Result<[u8; N]> {
    file.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or_else(damaged)
}

fn damaged() -> Error {
    Error::model("the TensorFlow Lite file is damaged or truncated: an offset in it points nowhere")
}
