//! A case in the forms of other systems: SDTM tumor domains, and a FHIR bundle.

use super::export::Exported;
use crate::criteria;
use crate::domain::Case;
use crate::exchange::{fhir, sdtm};
use crate::rules::Rules;

/// The tumor domains TU, TR and RS as CSV files in one archive; RS holds the responses as the criteria give them.
///
/// # Errors
/// [`std::io::Error`] when the case is too large for an archive.
pub fn sdtm(case: &Case, rules: &Rules) -> std::io::Result<Exported> {
    let table = criteria::evaluate(case, &rules.criteria);
    let mut responses = Vec::new();
    for row in &table.rows {
        let mut response = |short_name, criteria, token: &str| {
            let result = match criteria {
                "iRECIST" => token.to_owned(),
                _ => token.to_uppercase(),
            };
            responses.push(sdtm::Response { date: row.date, criteria, short_name, result });
        };
        response("TRGRESP", "RECIST 1.1", row.target_response.token());
        if let Some(overall) = row.recist11 {
            response("OVRLRESP", "RECIST 1.1", overall.token());
        }
        response("OVRLRESP", "iRECIST", row.irecist.state.token());
    }
    let (package, left_out) = sdtm::write(case, &responses);
    Ok(Exported { bytes: package.to_bytes()?, left_out })
}

/// The FHIR R4 bundle.
pub fn fhir(case: &Case) -> Exported {
    let (text, left_out) = fhir::bundle(case);
    Exported { bytes: text.into_bytes(), left_out }
}
