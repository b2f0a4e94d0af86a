package io.assay.attribution;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was built once and is needed again, by what it was built from. It keeps what was used last,
 * up to a number of bytes. Threads may share it: each thing is built by one of them, and those who
 * need the same wait for it.
 *
 * @param <K> what things are built from; told apart by equals
 * @param <V> the things
 */
public final class Memo<K, V> {
  private final Map<K, Slot<V>> slots = new LinkedHashMap<>(16, 0.75f, true);
  private final ToLongFunction<V> bytes;
  private final long mostBytes;
  private long heldBytes;

  /**
   * Creates an empty memo.
   *
   * @param bytes tells the size of a thing
   * @param mostBytes how much is kept
   */
  public Memo(ToLongFunction<V> bytes, long mostBytes) {
    this.bytes = bytes;
    this.mostBytes = mostBytes;
  }

  /** Returns the thing built from a key, built now if it is not kept. */
  public V of(K key, Supplier<V> building) {
    Slot<V> slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(key, absent -> new Slot<>());
    }
    synchronized (slot) {
      V thing = slot.thing;
      if (thing == null) {
        thing = building.get();
        slot.thing = thing;
        hold(key, slot, bytes.applyAsLong(thing));
      }
      return thing;
    }
  }

  /** Counts a new thing, and lets go of those used longest ago until all fit. */
  private void hold(K key, Slot<V> slot, long size) {
    synchronized (slots) {
      if (slots.get(key) != slot) {
        return; // let go of while it was built
      }
      slot.size = size;
      heldBytes += size;
      Iterator<Slot<V>> oldest = slots.values().iterator();
      while (heldBytes > mostBytes && oldest.hasNext()) {
        Slot<V> each = oldest.next();
        if (each.size > 0) {
          heldBytes -= each.size;
          oldest.remove();
        }
      }
    }
  }

  /** The place of a thing that is built or being built. */
  private static final class Slot<V> {
    private @Nullable V thing; // guarded by the slot
    private long size; // guarded by the map; 0 while it is built
  }
}
