"""What runs at install: fetch the npm packages, compile outlines, gazetteer and page bundle into `geo/_data/`."""
