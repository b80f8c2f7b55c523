"""Layers: made from claims, or read from files that people bring."""
