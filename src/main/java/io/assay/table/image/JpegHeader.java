package io.assay.table.image;

import org.jspecify.annotations.Nullable;

/**
 * What the markers of a JPEG file say of its colours.
 *
 * @param components 1 grey, 3 colour, 4 print colours
 * @param adobeTransform of Adobe's marker: 0 as stored, 1 YCbCr, 2 YCCK; -1 without the marker
 */
record JpegHeader(int components, int adobeTransform) {
  private static final int MARKER = 0xFF;
  private static final int START_OF_SCAN = 0xDA;
  private static final int ADOBE = 0xEE;
  private static final int ADOBE_LENGTH = 12;

  /** Reads the markers before the first scan; null if there is no frame among them. */
  static @Nullable JpegHeader of(byte[] encoded) {
    int adobe = -1;
    int components = 0;
    int at = 2;
    while (at + 4 <= encoded.length && unsigned(encoded, at) == MARKER) {
      int marker = unsigned(encoded, at + 1);
      if (marker == MARKER) {
        at++; // a fill byte
        continue;
      }
      if (marker == START_OF_SCAN) {
        break;
      }
      int length = unsigned(encoded, at + 2) << 8 | unsigned(encoded, at + 3);
      if (isFrame(marker) && at + 9 < encoded.length) {
        components = unsigned(encoded, at + 9);
      } else if (marker == ADOBE && length >= ADOBE_LENGTH + 2 && at + 15 < encoded.length) {
        adobe = unsigned(encoded, at + 15);
      }
      at += 2 + length;
    }
    return components == 0 ? null : new JpegHeader(components, adobe);
  }

  /** Whether the file has four components: cyan, magenta, yellow and black. */
  boolean isPrint() {
    return components == 4;
  }

  /** Whether cyan, magenta and yellow are stored as luma and chroma. */
  boolean isLuma() {
    return adobeTransform == 2;
  }

  /** The start-of-frame markers, C0 to CF but for the tables DHT, JPG and DAC. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static int unsigned(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]);
  }
}
