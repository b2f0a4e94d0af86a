package io.assay.spark.device;

import io.assay.engine.SeenGpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From a GPU's address, as Spark gives it to a task, to the number by which CUDA knows it in this
 * process. In this order:
 *
 * <ol>
 *   <li>an address that stands in CUDA_VISIBLE_DEVICES, as it is or shortened as CUDA allows of
 *       UUIDs, has its position there;
 *   <li>a number below the count of GPUs that this process sees is that number: on YARN and
 *       Kubernetes, where a container sees its own GPUs alone, the first is 0;
 *   <li>where this process sees one GPU, any other address means that one.
 * </ol>
 *
 * <p>CUDA numbers GPUs as nvidia-smi does if CUDA_DEVICE_ORDER is PCI_BUS_ID.
 */
final class GpuAddress {
  private GpuAddress() {}

  /**
   * Returns the number, from 0.
   *
   * @param visible CUDA_VISIBLE_DEVICES, if it is set
   * @return empty if the address names none of the GPUs seen
   */
  static OptionalInt number(String address, Optional<String> visible, SeenGpus seen) {
    int listed = position(address, listed(visible.orElse("")));
    if (listed >= 0) {
      return listed < seen.count() ? OptionalInt.of(listed) : OptionalInt.empty();
    }
    if (address.matches("\\d{1,4}") && Integer.parseInt(address) < seen.count()) {
      return OptionalInt.of(Integer.parseInt(address));
    }
    return seen.count() == 1 ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /** Returns the entries that count: CUDA hides what follows one that is negative or empty. */
  private static List<String> listed(String visible) {
    List<String> entries = new ArrayList<>();
    for (String entry : visible.split(",", -1)) {
      if (entry.isBlank() || entry.strip().startsWith("-")) {
        break;
      }
      entries.add(entry.strip());
    }
    return entries;
  }

  private static int position(String address, List<String> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (names(entries.get(i), address)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean names(String entry, String address) {
    boolean isUuid = entry.startsWith("GPU-") || entry.startsWith("MIG-");
    return isUuid ? address.startsWith(entry) : address.equals(entry);
  }
}
