//! Pages on paper: real words in their order, nothing lost over several pages, the case file inside, the same bytes.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::date;
use reassess::app::paper::{Page, pdf};
use reassess::app::view::View;
use reassess::chart::Audience;
use reassess::domain::Case;
use reassess::report::{FontFile, Paper, ReportError};
use reassess::rules::Rules;
use reassess::store::demo::Demo;

const AUDIENCES: [Audience; 2] = [Audience::Owner, Audience::Clinician];

fn demo(id: &str) -> Case {
    Demo::of_id(id).unwrap().open().unwrap().case
}

fn page(audience: Audience, paper: Paper) -> Page {
    Page { audience, paper, made_on: date(2026, 5, 12) }
}

fn made(case: &Case, page: Page) -> Vec<u8> {
    pdf(case, page, View::default(), Rules::shipped().unwrap(), |_| Vec::new()).unwrap()
}

#[test]
fn pages_are_kept_to_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/looks");
    std::fs::create_dir_all(&folder).unwrap();
    for demo in reassess::store::demo::all() {
        let case = demo.open().unwrap().case;
        for audience in AUDIENCES {
            for paper in Paper::ALL {
                let bytes = made(&case, page(audience, paper));
                assert!(bytes.starts_with(b"%PDF-1.7"), "{}", demo.id);
                fs_err::write(folder.join(format!("{} {audience:?} {paper:?}.pdf", demo.id)), bytes).unwrap();
            }
        }
    }
}
