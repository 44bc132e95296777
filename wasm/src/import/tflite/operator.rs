//! One operator of a model, its attributes checked as they are read.

use super::flatbuffer::{Table, Tables};
use super::{names, Importer, MAX_TENSORS};
use crate::error::{Error, Result};

pub struct Operator<'a> {
    /// Its name in the schema, or that of a custom one.
    pub kind: String,
    /// The name of the tensor that it makes: operators have none of their own.
    pub name: String,
    table: Table<'a>,
    /// Its attributes, which differ from operator to operator.
    pub options: Table<'a>,
}

impl<'a> Operator<'a> {
    pub fn read(importer: &Importer, table: Table<'a>) -> Result<Operator<'a>> {
        let kind = kind_of(&importer.codes, &table)?;
        // Newer operators have theirs in a second field.
        let options = table.table(4)?.or(table.table(12)?).unwrap_or(Table::EMPTY);
        let mut operator = Operator { kind, name: String::new(), table, options };
        if let Some(output) = operator.outputs()?.next() {
            operator.name = importer.name(output)?;
        }
        Ok(operator)
    }

    /// The types of the tensors that are input `position` and the first output (`TensorType`).
    pub fn element_types(&self, importer: &Importer, position: usize) -> Result<[i8; 2]> {
        let input = self.input(position)?.unwrap_or(usize::MAX);
        let output = self.outputs()?.next().unwrap_or(usize::MAX);
        Ok([importer.tensors.get(input)?.byte(1)?, importer.tensors.get(output)?.byte(1)?])
    }

    pub fn fail(&self, why: impl std::fmt::Display) -> Error {
        Error::model(format!("node `{}` ({}): {why}", self.name, self.kind))
    }

    pub fn input_count(&self) -> Result<usize> {
        let count = self.table.list::<4>(1)?.len();
        if count > MAX_TENSORS {
            Err(self.fail(format!("reads {count} tensors")))
        } else {
            Ok(count)
        }
    }

    /// The number of the tensor that is input `position`, `None` where an optional one is left out.
    pub fn input(&self, position: usize) -> Result<Option<usize>> {
        let index = self.table.list::<4>(1)?.get(position).map(|&bytes| i32::from_le_bytes(bytes));
        Ok(index.and_then(|index| usize::try_from(index).ok()))
    }

    /// The numbers of the tensors that it makes.
    pub fn outputs(&self) -> Result<impl Iterator<Item = usize> + 'a> {
        Ok(self.table.ints(2)?.take(MAX_TENSORS).map(|index| usize::try_from(index).unwrap_or(usize::MAX)))
    }

    /// Two fields that are stored horizontal first, as [vertical, horizontal].
    pub fn pair(&self, horizontal: usize, default: i32) -> Result<[usize; 2]> {
        let read = |field| {
            let value = self.options.int(field, default)?;
            usize::try_from(value).map_err(|_| self.fail(format!("a stride, size or dilation of {value}")))
        };
        Ok([read(horizontal + 1)?, read(horizontal)?])
    }
}

/// The name of an operator in the schema, or that of a custom one.
pub fn kind_of(codes: &Tables, operator: &Table) -> Result<String> {
    let code = codes.get(operator.index(0)?)?;
    // Codes below 127 are stored in a byte too; files of old converters have that one alone.
    let number = usize::try_from(code.int(3, 0)?.max(code.byte(0)?.into())).unwrap_or(usize::MAX);
    Ok(match number {
        names::CUSTOM => format!("custom operator {}", code.text(1)?),
        number => names::name_of(number),
    })
}
