package io.assay.engine.torchscript.archive;

import java.nio.charset.StandardCharsets;

/** Reads the type of the whole model out of its pickled structure. */
final class RootType {
  private static final byte GLOBAL = 'c';
  private static final int LONGEST = 10_000;

  private RootType() {}

  /**
   * Returns the qualified type that the first GLOBAL names: libtorch begins with PROTO and then the
   * object's type.
   */
  static String of(byte[] pickle) throws Refused {
    int proto = pickle.length > 2 && pickle[0] == (byte) 0x80 ? 2 : 0;
    if (pickle.length <= proto || pickle[proto] != GLOBAL) {
      throw new Refused("its data.pkl does not begin with a model's type");
    }
    int module = proto + 1;
    int endOfModule = endOfLine(pickle, module);
    int endOfName = endOfLine(pickle, endOfModule + 1);
    return text(pickle, module, endOfModule) + "." + text(pickle, endOfModule + 1, endOfName);
  }

  private static int endOfLine(byte[] pickle, int from) throws Refused {
    for (int at = from; at < pickle.length && at < from + LONGEST; at++) {
      if (pickle[at] == '\n') {
        return at;
      }
    }
    throw new Refused("its data.pkl is cut off");
  }

  private static String text(byte[] pickle, int from, int to) {
    return new String(pickle, from, to - from, StandardCharsets.UTF_8);
  }
}
