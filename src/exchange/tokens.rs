//! The words that tables use for the values of the domain, in both directions.
