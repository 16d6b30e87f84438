//! The window's own words: what it is, how to begin, which keys; the sentences of a verdict live in `explain`.

/// The empty window's title.
pub const EMPTY_TITLE: &str = "Is it swelling, or is it growing?";

/// The line under it.
pub const EMPTY_LEAD: &str = "Lay the sizes of a tumor against the start of immunotherapy, see what can and cannot \
    be concluded yet, and when to look again.";

/// How to begin.
pub const EMPTY_STEPS: [(&str, &str); 3] = [
    ("Enter the sizes", "One row a visit: type 31 x 24 x 20, or import a table, or paste it from a spreadsheet."),
    ("Say when therapy began", "Under Therapy. Weeks count from the first dose; weeks 2–8 are shaded on the chart."),
    ("Read the verdict with its reasons", "It appears beside the chart and changes with each number you type."),
];

/// What the app is for.
pub const PURPOSE: &str = "Reassess tracks tumor sizes and lays out published response criteria and evidence for a \
    veterinarian who asks whether an enlargement during immunotherapy is pseudoprogression or true progression.";

/// What it is not.
pub const DISCLAIMER: &str = "Not a diagnosis. Not validated in dogs for telling pseudoprogression from true \
    progression. For use by or under a veterinarian; treatment choices stay with the clinician and the owner.";

/// How the verdict is reached, a paragraph each.
pub const EVIDENCE: [&str; 6] = [
    "Two answers are kept apart. The rule category (cRECIST, iRECIST, irRC) is exact: sums of diameters in whole \
     tenths of a millimeter against fixed thresholds. The verdict weighs evidence and may say “cannot tell yet”.",
    "The verdict shares 100 chances among three explanations: measurement error, swelling, and growth. Error comes \
     from the measuring method and who measured. Swelling against growth starts from a prior for the class of therapy \
     and is moved by clues, each a likelihood ratio with its range and source. “Show the sum” lists them all.",
    "Timing. Pseudoprogression is usually described in weeks 2–8. In 535 people given atezolizumab, a rise in those \
     weeks was no likelier to fall back than a later one, so timing weighs little here.",
    "Symptoms. A clearly worse animal is fairly strong evidence of growth. A well one is weak evidence of swelling: \
     many with true growth are also well.",
    "Imaging. Size alone tells the two apart poorly (AUC about 0.6 in people). The recheck decides: by iRECIST not \
     before four weeks after the first enlargement, with the same method and observer.",
    "In dogs nobody has counted how often an enlargement is pseudoprogression. The priors for dogs are judgments with \
     wide ranges, marked so, and every figure from people says that it is from people.",
];

/// Keys of the sizes table.
pub const TABLE_KEYS: [(&str, &str); 15] = [
    ("Enter", "Commit a size and go down"),
    ("Tab", "Commit a size and go right"),
    ("← ↑ ↓ →", "Go from cell to cell"),
    ("Shift+arrows", "Choose a block of cells"),
    ("F2", "Go on with the text of a cell"),
    ("Esc", "Drop what was typed; the cell stays chosen"),
    ("Del", "Clear the cell or the block"),
    ("T, A, N", "Too small, absent, not evaluated"),
    (
        "Shift+F10",
        "The same as a menu, and what a lesion has merged into; a right-click opens it too, and so on a card of the library",
    ),
    ("Ctrl+D, Ctrl+R", "Fill from above, from the left"),
    ("Ctrl+C", "Copy the block for a spreadsheet"),
    ("Ctrl+V", "Paste a block at the cell, or visits with their dates"),
    ("Alt+← →", "Move the lesion's column"),
    ("Ctrl+G", "From anywhere to the chosen visit's point on the chart; arrows go on from there, Enter goes back"),
    ("F10", "The menus; arrows go through them, Enter runs, Esc closes"),
];

/// What the grades 0 to 4 of a sign mean, VCOG-CTCAE v1.1; empty for a sign without grades.
pub fn grade_definitions(sign: &str) -> &'static [&'static str] {
    match sign {
        "Pain" => &[
            "0: none",
            "1: mild, no effect on function",
            "2: moderate; pain or analgesic affects function, not daily life",
            "3: severe; interferes with daily life",
            "4: disabling",
        ],
        "Lethargy" => &[
            "0: none",
            "1: mild; less active, an acceptable pet",
            "2: moderate; gets up only to eat, sleep and eliminate in acceptable areas",
            "3: severely restricted; cannot confine elimination, eats if food is offered in place",
            "4: disabled; force-fed, helped with daily life",
        ],
        "Appetite loss" => &[
            "0: none",
            "1: coaxing or a change of diet needed",
            "2: eats less for up to 3 days, no significant weight loss",
            "3: longer than 3 days, or weight loss of 10 % or more; fluids or tube feeding",
            "4: life-threatening, or longer than 5 days",
        ],
        _ => &[],
    }
}
