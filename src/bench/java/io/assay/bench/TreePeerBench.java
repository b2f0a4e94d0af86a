package io.assay.bench;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.tree.TreeShap;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.AdditiveTrees;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Compares {@code tree-shap} with the contributions of XGBoost and LightGBM themselves, on models
 * that they train here, in the same process, on one thread and on two. Run it on a quiet machine.
 *
 * <p>Columns: microseconds a row of the library and of Assay, how many times as fast Assay is, and
 * the largest difference of a value from the library's, relative to the largest value. Assay's time
 * is that of whole batches, from a tensor of rows to a tensor of values with scores; tables are
 * built before, once, as the column {@code tables} says in milliseconds.
 */
public final class TreePeerBench {
  private static final int FEATURES = 40;
  private static final int BATCH = 2048;
  private static final int REPEATS = 3;
  private static final double PEER_SECONDS = 2;

  /** Trees of a model, and how deep they are. */
  private record Size(int trees, int depth) {}

  private static final List<Size> SIZES =
      List.of(new Size(200, 4), new Size(200, 6), new Size(100, 8), new Size(50, 10));

  private final TrainingRows rows;
  private final Path folder;

  private TreePeerBench(TrainingRows rows, Path folder) {
    this.rows = rows;
    this.folder = folder;
  }

  /**
   * Prints the table.
   *
   * @param arguments rows that models are trained on and explained for (standard 20480)
   */
  public static void main(String[] arguments) throws Exception {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_480;
    Path folder = Files.createTempDirectory("assay-trees");
    TreePeerBench bench = new TreePeerBench(TrainingRows.drawn(rows, FEATURES), folder);
    print("%-22s %6s %6s %8s %10s %10s %7s %10s", HEAD);
    for (Size size : SIZES) {
      try (TreePeer peer = TreePeer.xgboost(bench.rows, size.trees(), size.depth())) {
        bench.compare(peer, size);
      }
    }
    for (Size size : SIZES) {
      try (TreePeer peer = TreePeer.lightGbm(bench.rows, size.trees(), size.depth())) {
        bench.compare(peer, size);
      }
    }
  }

  private static final Object[] HEAD = {
    "library", "trees", "depth", "threads", "library us", "assay us", "ratio", "difference"
  };

  private void compare(TreePeer peer, Size size) throws Exception {
    Path file = folder.resolve("model-" + size.depth());
    peer.save(file);
    ModelOptions options =
        new ModelOptions(List.of(FEATURES), Unit.RAW, List.of("y"), ModelOptions.Device.CPU, BATCH);
    AdditiveTrees model =
        (peer.isXgboost()
                ? ModelFiles.openXgboost(file, options)
                : ModelFiles.openLightGbm(file, options))
            .as(AdditiveTrees.class)
            .orElseThrow();
    TreeShap method = new TreeShap(TreeShap.Options.standard());
    double tables = seconds(() -> method.attribute(model, request(0, 1)));
    double difference = difference(peer, method.attribute(model, request(0, BATCH)));
    for (int threads = 1; threads <= 2; threads++) {
      double theirs = peerMicros(peer, threads);
      double ours = micros(method, model, threads);
      print(
          "%-22s %6d %6d %8d %10.1f %10.2f %7.1f %10.1e",
          peer.name(),
          size.trees(),
          size.depth(),
          threads,
          theirs,
          ours,
          theirs / ours,
          difference);
    }
    print("%-22s %6d %6d tables built in %.0f ms", "", size.trees(), size.depth(), 1e3 * tables);
  }

  private AttributionRequest request(int from, int to) {
    Tensor input = Tensor.of(rows.values(), rows.rows(), FEATURES).slice(from, to);
    return new AttributionRequest(
        new TensorBatch(
            new RowIds(IntStream.range(from, to).mapToObj(Integer::toString).toList()), input),
        Target.outputs(0),
        Baseline.single(Tensor.zeros(1, FEATURES)),
        FeatureGroups.singletons(
            IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList()),
        1);
  }

  private double difference(TreePeer peer, Attributions ours) {
    double[] theirs = peer.contributions(0, BATCH, 1);
    double most = 0;
    double largest = 0;
    for (int row = 0; row < BATCH; row++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        double value = theirs[row * (FEATURES + 1) + feature];
        most = Math.max(most, Math.abs(value));
        double gap = ours.values().at(row * FEATURES + feature) - value;
        largest = Math.max(largest, Math.abs(gap));
      }
    }
    return largest / most;
  }

  /** Returns the library's microseconds a row, the best of several runs. */
  private double peerMicros(TreePeer peer, int threads) throws Exception {
    int count = 256;
    double took = seconds(() -> peer.contributions(0, 256, threads));
    count = (int) Math.max(count, Math.min(rows.rows(), count * PEER_SECONDS / took));
    int all = count;
    return best(() -> peer.contributions(0, all, threads)) * 1e6 / all;
  }

  private double micros(AttributionMethod<AdditiveTrees> method, AdditiveTrees model, int threads)
      throws Exception {
    List<AttributionRequest> batches = new ArrayList<>();
    for (int from = 0; from + BATCH <= rows.rows(); from += BATCH) {
      batches.add(request(from, from + BATCH));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      double seconds =
          best(
              () -> {
                List<Future<Attributions>> open = new ArrayList<>();
                batches.forEach(
                    batch -> open.add(pool.submit(() -> method.attribute(model, batch))));
                return all(open);
              });
      return seconds * 1e6 / (batches.size() * BATCH);
    } finally {
      pool.shutdown();
    }
  }

  private static int all(List<Future<Attributions>> open)
      throws ExecutionException, InterruptedException {
    int count = 0;
    for (Future<Attributions> each : open) {
      count += each.get().rows();
    }
    return count;
  }

  private static double best(Callable<?> work) throws Exception {
    double best = Double.POSITIVE_INFINITY;
    for (int repeat = 0; repeat <= REPEATS; repeat++) {
      best = Math.min(best, seconds(work));
    }
    return best;
  }

  private static double seconds(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    Object result = work.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (result == null) {
      throw new IOException("nothing came back");
    }
    return seconds;
  }

  private static void print(String pattern, Object... values) {
    System.out.println(String.format(Locale.ROOT, pattern, values));
  }
}
