"""The page looks as it did: pictures at three widths, light and dark, compared with a tolerance.

`SITMAP_PICTURES=write pytest tests/browser/test_pictures.py` takes the pictures anew; look at them before committing.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

PICTURES = Path(__file__).resolve().parents[1] / "screenshots"
SIZES = {1440: 900, 1024: 768, 390: 844}

# Mean difference of grey values, of 255, over pictures a quarter as wide: another font of the same size passes, a panel
# that is missing or a map that is empty does not.
TOLERANCE = 7.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", ["caribbean", "earthquake"])
def test_the_page_looks_as_it_did(opened, name, width, scheme):
    images = pytest.importorskip("PIL.Image")
    chops = pytest.importorskip("PIL.ImageChops")
    stat = pytest.importorskip("PIL.ImageStat")
    with opened(name, width=width, height=SIZES[width], color_scheme=scheme, reduced_motion="reduce") as page:
        page.wait_for_timeout(250)
        taken = images.open(io.BytesIO(page.screenshot())).convert("RGB")
    kept = PICTURES / f"{name}-{width}-{scheme}.png"
    if os.environ.get("SITMAP_PICTURES") == "write":
        taken.quantize(48).save(kept, optimize=True)
    before = images.open(kept).convert("RGB")
    assert taken.size == before.size
    small = (taken.width // 4, taken.height // 4)
    difference = chops.difference(taken.convert("L").resize(small), before.convert("L").resize(small))
    assert stat.Stat(difference).mean[0] < TOLERANCE
