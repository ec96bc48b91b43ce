//! Extractors of path and query whose rejection is a problem document: handlers name these, never axum's own.

use axum::extract::FromRequestParts;

use super::problem::Problem;

/// Parameters of the path; an id that cannot be read leads nowhere: 404.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub(super) struct Path<T>(pub(super) T);

/// Parameters of the query; 400 when one cannot be read.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub(super) struct Query<T>(pub(super) T);
