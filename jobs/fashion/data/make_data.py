"""Makes fashion.jsonl from the IDX files of Fashion-MNIST; make_data.sql turns it into Parquet.

python3 make_data.py t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz [rows]
"""

import base64
import gzip
import json
import struct
import sys
import zlib

CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
           "Bag", "Ankle boot"]


def chunk(name, content):
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(pixels, side=28):
    rows = b"".join(b"\0" + pixels[y * side:(y + 1) * side] for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9))
            + chunk(b"IEND", b""))


images = gzip.open(sys.argv[1]).read()[16:]
labels = gzip.open(sys.argv[2]).read()[8:]
rows = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
with open("fashion.jsonl", "w") as out:
    for i in range(rows):
        image = png(images[i * 784:(i + 1) * 784])
        out.write(json.dumps({"id": i, "label": CLASSES[labels[i]],
                              "image": base64.b64encode(image).decode()}) + "\n")
