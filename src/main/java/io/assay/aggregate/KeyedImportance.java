package io.assay.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ImportanceState} whose groups are met on the way, such as the words of texts: a group
 * is named by a number, and was 0 in every row before it was met. States merge whatever groups they
 * have met, and a group that no row of a state has counts there with as many zeros as there are
 * rows: shares and ranks are those over all groups. One thread at a time.
 */
public final class KeyedImportance {
  private final List<Integer> keys = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private @Nullable ImportanceState state;

  private KeyedImportance() {}

  /** Returns the state of no rows. */
  public static KeyedImportance empty() {
    return new KeyedImportance();
  }

  /**
   * Makes room for groups before many rows are added, which is cheaper than one by one.
   *
   * @param more keys; those known already change nothing
   */
  public void meet(Set<Integer> more) {
    Set<Integer> fresh = new LinkedHashSet<>(more);
    fresh.removeAll(places.keySet());
    if (fresh.isEmpty()) {
      return;
    }
    int before = keys.size();
    for (int key : fresh) {
      places.put(key, keys.size());
      keys.add(key);
    }
    int[] same = new int[before];
    Arrays.setAll(same, place -> place);
    state = state == null ? ImportanceState.empty(keys.size()) : state.among(keys.size(), same);
  }

  /**
   * Adds one row; groups that it does not name are 0 in it.
   *
   * @param values an attribution a key, each finite
   * @throws IllegalArgumentException if a value is not finite; the row is not added
   */
  public void add(Map<Integer, Float> values) {
    meet(new LinkedHashSet<>(values.keySet()));
    if (state == null) {
      throw new IllegalArgumentException("a row without any group");
    }
    float[] row = new float[keys.size()];
    values.forEach((key, value) -> row[place(key)] = value);
    state.add(row, 0);
  }

  private int place(int key) {
    Integer place = places.get(key);
    if (place == null) {
      throw new IllegalArgumentException("no group " + key);
    }
    return place;
  }

  /** Adds the rows of another state, which stays as it is. */
  public void merge(KeyedImportance other) {
    if (other.state == null) {
      return;
    }
    meet(new LinkedHashSet<>(other.keys));
    int[] positions = other.keys.stream().mapToInt(this::place).toArray();
    if (state != null) {
      state.merge(other.state.among(keys.size(), positions));
    }
  }

  /** Returns the groups met, in the order of {@link #state}. */
  public List<Integer> keys() {
    return List.copyOf(keys);
  }

  /** Returns the state over all groups met; empty if there are none. */
  public Optional<ImportanceState> state() {
    return Optional.ofNullable(state);
  }

  /**
   * Returns the state over other groups, all that were met here among them, in their order; empty
   * if there are no rows.
   *
   * @throws IllegalArgumentException if a group that was met here is not among them
   */
  public Optional<ImportanceState> among(List<Integer> others) {
    if (state == null) {
      return Optional.empty();
    }
    Map<Integer, Integer> positions = new HashMap<>();
    others.forEach(key -> positions.put(key, positions.size()));
    int[] to = new int[keys.size()];
    for (int place = 0; place < to.length; place++) {
      Integer position = positions.get(keys.get(place));
      if (position == null) {
        throw new IllegalArgumentException("group " + keys.get(place) + " is not among the others");
      }
      to[place] = position;
    }
    return Optional.of(state.among(others.size(), to));
  }

  /** Returns the state as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.KEYED_IMPORTANCE);
    out.writeInt(keys.size());
    keys.forEach(out::writeInt);
    out.writeBytes(state == null ? new byte[0] : state.toBytes());
    return out.seal();
  }

  /**
   * Returns the state that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a state
   */
  public static KeyedImportance fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.KEYED_IMPORTANCE, bytes);
    KeyedImportance read = new KeyedImportance();
    int size = in.readSize(Integer.BYTES);
    for (int place = 0; place < size; place++) {
      int key = in.readInt();
      in.require(read.places.put(key, place) == null, "key", key);
      read.keys.add(key);
    }
    byte[] inside = in.readBytes();
    if (size > 0) {
      read.state = ImportanceState.fromBytes(inside);
      in.require(read.state.groups() == size, "groups", read.state.groups());
    }
    in.end();
    return read;
  }
}
