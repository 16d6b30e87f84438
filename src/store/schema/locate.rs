//! Where in a RON text a value stands, so that a domain's refusal can be given with its line and column.

use std::fmt;

use ron::extensions::Extensions;
use ron::options::Options;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How RON is read: bare values for options, and no deeper than a case file can be.
pub(in crate::store) fn options() -> Options {
    const DEEPEST: usize = 32;
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(DEEPEST)
}

/// A place in a text, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

impl From<ron::error::Position> for Position {
    fn from(position: ron::error::Position) -> Self {
        Self { line: position.line, column: position.col }
    }
}

/// One step into a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Step {
    Field(&'static str),
    Item(usize),
}

/// A path in words: "visits, item 2, signs, pain".
pub(in crate::store) fn words(path: &[Step]) -> String {
    path.iter()
        .map(|step| match step {
            Step::Field(name) => (*name).to_owned(),
            Step::Item(place) => format!("item {}", place + 1),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// The position of the value at `path`, or of the deepest structure on the way to it that is there.
pub(in crate::store) fn position_of(text: &str, path: &[Step]) -> Option<Position> {
    (0..=path.len()).rev().find_map(|depth| {
        let seed = Walk { path: path.get(..depth)? };
        match options().from_str_seed(text, seed) {
            Err(error) if error.code == ron::Error::Message(FOUND.to_owned()) => Some(error.span.end.into()),
            _ => None,
        }
    })
}

/// The message by which the walk stops the parser at the value looked for.
const FOUND: &str = "\u{0}found";

#[derive(Clone, Copy)]
struct Walk<'a> {
    path: &'a [Step],
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.path.first() {
            None => Err(D::Error::custom(FOUND)),
            Some(Step::Field(_)) => deserializer.deserialize_struct("", &[], self),
            Some(Step::Item(_)) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a structure")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Field(wanted), rest)) = self.path.split_first() else { return Ok(()) };
        while let Some(Name(name)) = map.next_key()? {
            if name == *wanted {
                map.next_value_seed(Walk { path: rest })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((Step::Item(wanted), rest)) = self.path.split_first() else { return Ok(()) };
        for _ in 0..*wanted {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        items.next_element_seed(Walk { path: rest })?;
        Ok(())
    }
}

/// The name of a field, whatever it is.
pub(in crate::store) struct Name(pub(in crate::store) String);

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(NameVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_stand() {
        let text = "(\n  schema: 1,\n  visits: [\n    (date: \"a\"),\n    (date: \"b\", signs: (pain: 9)),\n  ],\n)";
        for (path, line, column) in [
            (&[Step::Field("schema")][..], 2, 11),
            (&[Step::Field("visits"), Step::Item(1), Step::Field("date")], 5, 12),
            (&[Step::Field("visits"), Step::Item(1), Step::Field("signs"), Step::Field("pain")], 5, 31),
            (&[Step::Field("visits"), Step::Item(0), Step::Field("signs")], 4, 5),
        ] {
            assert_eq!(position_of(text, path), Some(Position { line, column }), "{}", words(path));
        }
    }
}
