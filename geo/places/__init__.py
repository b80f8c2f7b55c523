"""Turn names and phrases into places with an outline, a rule and a reason."""
