"""An authority’s side of forms that are collected about one person at a time."""
