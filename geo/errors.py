"""The errors a user can meet: each says what was found, where, and how to mend it."""

__all__ = ["BuildError", "GazetteerError", "GeoError", "LayerError", "PageError", "PlaceError", "ReportError"]


class GeoError(Exception):
    """A fault in what the user gave, told in one sentence with its mend; the command ends with exit code 2."""


class ReportError(GeoError):
    """A report that cannot be read."""


class GazetteerError(GeoError):
    """Compiled place data that is missing or damaged."""


class PlaceError(GeoError):
    """A shape that cannot be computed from what was asked."""


class LayerError(GeoError):
    """A layer file that cannot be read or written."""


class PageError(GeoError):
    """A page that cannot be made or written."""


class BuildError(GeoError):
    """An install step that failed: names the package and what to do."""
