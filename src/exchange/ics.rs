//! Recheck dates as a calendar file (iCalendar, RFC 5545).
//!
//! Whole-day events with the patient's name and what to do, and nothing else of the record: a calendar is often
//! shared, and kept where the case is not.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::domain::Case;
use crate::explain::CalendarWords;

/// The longest content line in octets, without its line break (RFC 5545 section 3.1).
const MOST_OCTETS: usize = 75;

/// A calendar of events, one a whole day.
///
/// `today` is the day the file is made, which stands at its first second as the stamp of every event.
pub fn calendar(case: &Case, events: &[CalendarWords], today: Date) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", concat!("-//Reassess//Reassess ", env!("CARGO_PKG_VERSION"), "//EN"));
    line("CALSCALE", "GREGORIAN");
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &uid(case, event));
        line("DTSTAMP", &today.strftime("%Y%m%dT000000Z").to_string());
        line("DTSTART;VALUE=DATE", &event.day.strftime("%Y%m%d").to_string());
        // The end of a whole-day event is the day after, which it does not hold.
        let end = event.day.tomorrow().unwrap_or(event.day);
        line("DTEND;VALUE=DATE", &end.strftime("%Y%m%d").to_string());
        line("SUMMARY", &escaped(&event.title));
        line("DESCRIPTION", &escaped(&event.text));
        line("CLASS", "PRIVATE");
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// A name for an event that stays the same when it is exported again, so that a calendar replaces and does not add.
fn uid(case: &Case, event: &CalendarWords) -> String {
    let mut seed = String::new();
    let first = case.visits().first().map(|visit| visit.date);
    write!(seed, "{}|{}|{:?}|{first:?}", case.patient.name, case.tumor.kind, case.therapy.start).ok();
    write!(seed, "|{}|{}", event.key, event.counted_from).ok();
    format!("{:016x}-{}@reassess", fnv_1a(seed.as_bytes()), event.key)
}

/// The 64-bit FNV-1a hash (Fowler, Noll and Vo).
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A text value (RFC 5545 section 3.3.11); control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' | '\r' => out.push_str("\\n"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Adds a content line, folded so that no line is longer than allowed and no letter is cut.
fn fold(text: &mut String, line: &str) {
    let mut octets = 0;
    for letter in line.chars() {
        if octets + letter.len_utf8() > MOST_OCTETS {
            // The space that marks a folded line counts as one of its octets.
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(letter);
        octets += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn event(title: &str) -> CalendarWords {
        CalendarWords {
            key: "due",
            counted_from: date(2026, 4, 23),
            day: date(2026, 12, 31),
            title: title.to_owned(),
            text: "Same method, same person; same settings.\nCT \\ MRI".to_owned(),
        }
    }

    #[test]
    fn a_calendar_reads_as_the_standard_says() {
        let mut case = Case::default();
        case.patient.name = "Bella".to_owned();
        case.patient.owner = "K. Meyer".to_owned();
        let text = calendar(&case, &[event("Bella: recheck, CT again")], date(2026, 4, 24));
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(
            lines,
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                concat!("PRODID:-//Reassess//Reassess ", env!("CARGO_PKG_VERSION"), "//EN"),
                "CALSCALE:GREGORIAN",
                "BEGIN:VEVENT",
                lines[5],
                "DTSTAMP:20260424T000000Z",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "SUMMARY:Bella: recheck\\, CT again",
                "DESCRIPTION:Same method\\, same person\\; same settings.\\nCT \\\\ MRI",
                "CLASS:PRIVATE",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
        assert!(lines[5].starts_with("UID:") && lines[5].ends_with("-due@reassess"), "{}", lines[5]);
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "every line ends with CR LF");
        assert!(!text.contains("Meyer"), "nothing of the owner");
        let again = calendar(&case, &[event("Bella: recheck, CT again")], date(2026, 5, 1));
        assert_eq!(again.lines().nth(5), text.lines().nth(5), "the same event keeps its UID");
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_read_back() {
        let title = "Bärli-Äffchen 犬犬犬 ".repeat(12);
        let text = calendar(&Case::default(), &[event(&title)], date(2026, 4, 24));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "at most 75 octets:\n{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("SUMMARY:{title}")), "{unfolded}");
    }
}
