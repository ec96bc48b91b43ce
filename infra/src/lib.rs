//! With what: one module per technology.
