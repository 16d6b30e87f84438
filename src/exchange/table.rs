//! Splits the text of a table into cells.
