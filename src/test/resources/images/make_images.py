"""Makes the JPEG files that the image tests decode, and what Pillow makes of them.

usage: python3 make_images.py FOLDER    (made with Pillow 12.3.0, numpy 2.4.6)
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(sys.argv[1])


def halves(left, right, mode):
    pixels = np.zeros((16, 16, len(left)), np.uint8)
    pixels[:, :8] = left
    pixels[:, 8:] = right
    return Image.fromarray(pixels, mode)


def save(name, image, **options):
    image.save(OUT / f"{name}.jpg", quality=95, **options)
    return OUT / f"{name}.jpg"


lines = ["file,left_red,left_green,left_blue,right_red,right_green,right_blue"]
colour = halves((200, 30, 60), (10, 120, 240), "RGB")
inks = halves((10, 200, 150, 40), (230, 120, 20, 90), "CMYK")
files = [
    save("colour", colour, subsampling=0),
    save("progressive", colour, progressive=True),
    save("grey", colour.convert("L")),
    save("inks", inks),
]
luma = bytearray(files[3].read_bytes())
luma[luma.find(b"Adobe") + 11] = 2  # the same components, declared as luma, chroma and black
files.append(OUT / "inks_as_luma.jpg")
files[4].write_bytes(luma)
for file in files:
    shown = Image.open(file).convert("RGB")
    lines.append(",".join(map(str, (file.name, *shown.getpixel((3, 3)), *shown.getpixel((12, 3))))))
(OUT / "expected.csv").write_text("\n".join(lines) + "\n")

# Level (37 y y + 91 x + 13 x y) mod 256 at row y and column x, 11 x 17, resampled in float32.
y, x = np.mgrid[0:11, 0:17]
levels = Image.fromarray(((37 * y * y + 91 * x + 13 * x * y) % 256).astype(np.float32))
for height, width in ((4, 5), (20, 30), (11, 3)):
    resampled = np.asarray(levels.resize((width, height), Image.BILINEAR))
    np.savetxt(OUT / f"resampled_{height}x{width}.csv", resampled, delimiter=",", fmt="%.9g")
