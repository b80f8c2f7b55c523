"""One module per file format: bytes in, features out."""
