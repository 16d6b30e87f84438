//! Reads the schema and the summary at the top of a case file, and nothing after them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::SummaryWire;
use super::locate::{Name, options};

/// What the top of a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::store) struct HeaderWire {
    pub(in crate::store) schema: Option<u32>,
    pub(in crate::store) summary: Option<SummaryWire>,
}

/// Reads until both are known, the text ends, or it is no longer RON; what was read until then counts.
pub(in crate::store) fn read_header(text: &str) -> HeaderWire {
    let mut found = HeaderWire::default();
    // Reading stops with an error once both are known: what follows may be damaged, newer, or not loaded.
    options().from_str_seed(text, TopSeed { found: &mut found }).ok();
    found
}

struct TopSeed<'a> {
    found: &'a mut HeaderWire,
}

impl<'de> DeserializeSeed<'de> for TopSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("CaseFile", &[], self)
    }
}

impl<'de> Visitor<'de> for TopSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a case file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = fields.next_key()? {
            match name.as_str() {
                "schema" => self.found.schema = Some(fields.next_value()?),
                "summary" => self.found.summary = Some(fields.next_value_seed(SummarySeed)?),
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
            if self.found.schema.is_some() && self.found.summary.is_some() {
                return Err(A::Error::custom("enough was read"));
            }
        }
        Ok(())
    }
}

/// Takes the texts of a summary and passes over anything else a later version may have put there.
struct SummarySeed;

impl<'de> DeserializeSeed<'de> for SummarySeed {
    type Value = SummaryWire;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<SummaryWire, D::Error> {
        deserializer.deserialize_struct("Summary", &[], self)
    }
}

impl<'de> Visitor<'de> for SummarySeed {
    type Value = SummaryWire;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a summary")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<SummaryWire, A::Error> {
        let mut summary = SummaryWire::default();
        while let Some(Name(name)) = fields.next_key()? {
            let field = match name.as_str() {
                "name" => &mut summary.name,
                "tumor" => &mut summary.tumor,
                "therapy" => &mut summary.therapy,
                "start" => &mut summary.start,
                "last_visit" => &mut summary.last_visit,
                "label" => &mut summary.label,
                "rules_version" => &mut summary.rules_version,
                "app_version" => &mut summary.app_version,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *field = fields.next_value()?;
        }
        Ok(summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_read_of_files_that_are_cut_off_or_newer() {
        let text =
            "#![enable(implicit_some)]\n(schema: 7, summary: (name: \"Bella\", mood: 3, label: \"x\"), visits: [(";
        let found = read_header(text);
        assert_eq!(found.schema, Some(7));
        assert_eq!(found.summary.map(|summary| (summary.name, summary.label)), Some(("Bella".into(), "x".into())));
        assert_eq!(read_header("(summary: (name: \"Be").schema, None);
        assert_eq!(read_header("hello"), HeaderWire::default());
    }
}
