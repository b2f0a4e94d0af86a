package io.assay.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers different texts in the order in which they come, by their bytes. */
final class Dictionary {
  private static final int FEWEST_PLACES = 64;

  private final List<byte[]> texts = new ArrayList<>();
  private int[] hashes = new int[FEWEST_PLACES / 2];
  private int[] places = new int[FEWEST_PLACES]; // a text's number and 1; 0 where there is none

  /** Returns the number of a text, -1 if it has none. */
  int find(TextBytes text) {
    return places[place(text, hash(text))] - 1;
  }

  /** Returns the number of a text, which is the next if it has none yet. */
  int code(TextBytes text) {
    int hash = hash(text);
    int place = place(text, hash);
    return places[place] > 0 ? places[place] - 1 : add(text, hash, place);
  }

  /** Returns how many texts have a number. */
  int size() {
    return texts.size();
  }

  private int add(TextBytes text, int hash, int place) {
    int code = texts.size();
    texts.add(Arrays.copyOf(text.array(), text.length()));
    hashes[code] = hash;
    places[place] = code + 1;
    if (texts.size() == hashes.length) {
      grow();
    }
    return code;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, hashes.length * 2);
    places = new int[hashes.length * 2];
    for (int code = 0; code < texts.size(); code++) {
      int place = hashes[code] & (places.length - 1);
      while (places[place] > 0) {
        place = (place + 1) & (places.length - 1);
      }
      places[place] = code + 1;
    }
  }

  /** Returns where a text is, or where it would be. */
  private int place(TextBytes text, int hash) {
    int place = hash & (places.length - 1);
    while (places[place] > 0 && !isAt(places[place] - 1, text, hash)) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  private boolean isAt(int code, TextBytes text, int hash) {
    byte[] known = texts.get(code);
    return hashes[code] == hash
        && Arrays.equals(known, 0, known.length, text.array(), 0, text.length());
  }

  private static int hash(TextBytes text) {
    byte[] bytes = text.array();
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 16);
  }
}
