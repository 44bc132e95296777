//! Names of classes as exporters write them into a text: a Python or JSON dictionary from index to name (or from name to
//! index), or a list. Python's `repr` of such a dictionary is no JSON: its strings stand in either kind of quotes and its
//! keys are numbers.

use std::iter::Peekable;
use std::str::Chars;

use crate::graph::{Claims, Labels, LABELS};

/// More classes than any classifier has; an index above it is no class.
const MAX_CLASSES: usize = 1 << 20;

/// The name of each class, `None` for those without one; `None` for a text of another form.
pub fn parse(text: &str) -> Option<Vec<Option<String>>> {
    let mut reader = Reader { rest: text.trim().chars().peekable() };
    let names = match reader.rest.next()? {
        '{' => reader.dictionary()?,
        '[' | '(' => reader.list()?,
        _ => return None,
    };
    reader.rest.next().is_none().then_some(names).filter(|names| !names.is_empty())
}

/// The names of classes that `train` wrote into a file.
pub fn of_training(claims: &Claims) -> Option<Labels> {
    let names = parse(claims.properties.get(LABELS)?)?;
    Some(Labels { names, by: format!("metadata `{LABELS}`") })
}

enum Item {
    Text(String),
    Number(usize),
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn dictionary(&mut self) -> Option<Vec<Option<String>>> {
        let mut pairs = Vec::new();
        while !self.ends('}')? {
            let key = self.item()?;
            self.expect(':')?;
            pairs.push(match (key, self.item()?) {
                (Item::Number(index), Item::Text(name)) => (index, name),
                (Item::Text(name), Item::Number(index)) => (index, name),
                (Item::Text(index), Item::Text(name)) => (index.parse().ok()?, name),
                (Item::Number(_), Item::Number(_)) => return None,
            });
            self.comma('}')?;
        }
        let classes = pairs.iter().map(|(index, _)| index.saturating_add(1)).max().unwrap_or(0);
        // An index far beyond the number of names is no class; the table stays as small as the text.
        if classes > MAX_CLASSES || classes > pairs.len().saturating_mul(16) {
            return None;
        }
        let mut names = vec![None; classes];
        for (index, name) in pairs {
            names[index] = Some(name);
        }
        Some(names)
    }

    fn list(&mut self) -> Option<Vec<Option<String>>> {
        let mut names = Vec::new();
        while !self.ends(']')? {
            match self.item()? {
                Item::Text(name) => names.push(Some(name)),
                Item::Number(_) => return None,
            }
            self.comma(']')?;
        }
        Some(names)
    }

    fn skip_space(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
    }

    /// Whether the end comes next, which is then read; `)` ends what `]` does.
    fn ends(&mut self, end: char) -> Option<bool> {
        self.skip_space();
        let next = *self.rest.peek()?;
        let is_end = next == end || (end == ']' && next == ')');
        if is_end {
            self.rest.next();
        }
        Some(is_end)
    }

    fn expect(&mut self, wanted: char) -> Option<()> {
        self.skip_space();
        self.rest.next_if_eq(&wanted).map(|_| ())
    }

    /// A comma, or nothing where the end comes next.
    fn comma(&mut self, end: char) -> Option<()> {
        self.skip_space();
        match *self.rest.peek()? {
            ',' => self.rest.next().map(|_| ()),
            next if next == end || (end == ']' && next == ')') => Some(()),
            _ => None,
        }
    }

    fn item(&mut self) -> Option<Item> {
        self.skip_space();
        match *self.rest.peek()? {
            quote @ ('\'' | '"') => {
                self.rest.next();
                self.text(quote).map(Item::Text)
            }
            _ => {
                let mut digits = String::new();
                while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                digits.parse().ok().map(Item::Number)
            }
        }
    }

    /// The rest of a string, with the escapes that Python and JSON have in common and those of either.
    fn text(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                end if end == quote => return Some(text),
                '\\' => text.push(self.escaped()?),
                other => text.push(other),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        match self.rest.next()? {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'x' => self.code(2),
            'u' => self.code(4),
            'U' => self.code(8),
            other => Some(other),
        }
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let value = (0..digits).try_fold(0u32, |value, _| Some(value << 4 | self.rest.next()?.to_digit(16)?))?;
        // A half of a surrogate pair, which JSON writes for rare characters, is no character of its own.
        Some(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn names(text: &str) -> Vec<Option<String>> {
        parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn some(names: &[&str]) -> Vec<Option<String>> {
        names.iter().map(|name| Some(name.to_string())).collect()
    }

    #[test]
    fn dictionaries_of_python_and_json_and_lists_are_read() {
        assert_eq!(names("{0: 'red', 1: \"cat's\", 2: 'a\\'b'}"), some(&["red", "cat's", "a'b"]));
        assert_eq!(names(r#"{"1": "b", "0": "a"}"#), some(&["a", "b"]));
        assert_eq!(names(r#"{"a": 0, "b": 1}"#), some(&["a", "b"]));
        assert_eq!(names(r#"["a", "\u00e9", "b"]"#), some(&["a", "\u{e9}", "b"]));
        assert_eq!(names("('a', 'b',)"), some(&["a", "b"]));
        assert_eq!(names("{0: 'a', 2: 'c'}"), vec![Some("a".into()), None, Some("c".into())]);
    }

    #[test]
    fn other_texts_are_no_names() {
        for text in [
            "",
            "red",
            "{",
            "{0: 'a'",
            "{0: 1}",
            "[1, 2]",
            "{99999999999: 'a'}",
            "{4000000: 'a'}",
            "['a'",
            "['a'] x",
            "{}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
