//! Damaged, hand-edited and hostile case files.
