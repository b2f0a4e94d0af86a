package io.assay.aggregate;

import io.assay.aggregate.keyed.SparseRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ImportanceState} whose groups are met on the way, such as the words of texts: a group
 * is named by a number, and was 0 in every row before it was met. States merge whatever groups they
 * have met, and a group that no row of a state has counts there with as many zeros as there are
 * rows: shares and ranks are those over all groups. One thread at a time.
 */
public final class KeyedImportance {
  private final BlockColumns columns;
  private final List<Integer> keys = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private final SparseRows waiting = new SparseRows();
  private @Nullable ImportanceState state;

  private KeyedImportance(BlockColumns columns) {
    this.columns = columns;
  }

  /** Returns the state of no rows. */
  public static KeyedImportance empty() {
    return empty(new BlockColumns());
  }

  /**
   * Returns the state of no rows, one of many.
   *
   * @param columns working memory, shared with other states of the same thread
   */
  public static KeyedImportance empty(BlockColumns columns) {
    return new KeyedImportance(columns);
  }

  /**
   * Adds rows.
   *
   * @param groups the keys of groups, each once; all of them count as met
   * @param rows attributions, score units, all finite; groups are named by their positions among
   *     {@code groups}, and are 0 in a row that does not name them
   * @param positions of the rows that are added, in this order
   * @throws IllegalArgumentException if a value is not finite; its row and those after it are not
   *     added; or if no group was ever met
   */
  public void addAll(int[] groups, SparseRows rows, int... positions) {
    meet(groups);
    ImportanceState known = state;
    if (known == null) {
      throw new IllegalArgumentException("rows without any group");
    }
    int[] numbers = places(groups);
    for (int position : positions) {
      waiting.addRow(rows, position, numbers);
      if (waiting.rows() == known.blockRows()) {
        settle(known);
      }
    }
  }

  private int[] places(int... groups) {
    int[] numbers = new int[groups.length];
    for (int group = 0; group < numbers.length; group++) {
      Integer place = places.get(groups[group]);
      if (place == null) {
        throw new IllegalArgumentException("no group " + groups[group]);
      }
      numbers[group] = place;
    }
    return numbers;
  }

  private void meet(int... groups) {
    for (int key : groups) {
      if (places.putIfAbsent(key, places.size()) == null) {
        keys.add(key);
      }
    }
    if (state == null) {
      state = keys.isEmpty() ? null : ImportanceState.empty(keys.size(), columns);
    } else if (keys.size() > state.groups()) {
      settle(state);
      state = state.widened(keys.size());
    }
  }

  private void settle(ImportanceState to) {
    if (waiting.rows() > 0) {
      addWaiting(to);
      waiting.clear();
    }
  }

  /** Adds the rows that wait as a block; they go on waiting. */
  private void addWaiting(ImportanceState to) {
    int[] named = waiting.named();
    to.addBlock(named, waiting.laidOut(named), waiting.rows());
  }

  /** Adds the rows of another state, which stays as it is. */
  public void merge(KeyedImportance other) {
    Optional<ImportanceState> more = other.state();
    if (more.isEmpty()) {
      return;
    }
    int[] groups = other.keys.stream().mapToInt(Integer::intValue).toArray();
    meet(groups);
    if (state != null) {
      settle(state);
      state.merge(more.get(), places(groups));
    }
  }

  /** Returns the groups met, in the order of {@link #state}. */
  public List<Integer> keys() {
    return List.copyOf(keys);
  }

  /** Returns the state over all groups met; empty if there are none. */
  public Optional<ImportanceState> state() {
    ImportanceState known = state;
    if (known == null || waiting.rows() == 0) {
      return Optional.ofNullable(known);
    }
    ImportanceState settled = known.copy();
    addWaiting(settled);
    return Optional.of(settled);
  }

  /**
   * Returns the state over other groups, all that were met here among them, in their order; empty
   * if there are no rows.
   *
   * @throws IllegalArgumentException if a group that was met here is not among them
   */
  public Optional<ImportanceState> among(List<Integer> others) {
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
    return state().map(settled -> settled.among(others.size(), to));
  }

  /** Returns the state as bytes: little-endian, versioned, with a checksum. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.KEYED_IMPORTANCE);
    out.writeInt(keys.size());
    keys.forEach(out::writeInt);
    out.writeBytes(state().map(ImportanceState::toBytes).orElse(new byte[0]));
    return out.seal();
  }

  /**
   * Returns the state that {@link #toBytes} wrote.
   *
   * @throws io.assay.AssayException INTERNAL if the bytes are not of such a state
   */
  public static KeyedImportance fromBytes(byte[] bytes) {
    StateReader in = new StateReader(StateKind.KEYED_IMPORTANCE, bytes);
    KeyedImportance read = empty();
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
