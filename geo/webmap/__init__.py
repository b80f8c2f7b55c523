"""Combine layers into one annotated page."""
