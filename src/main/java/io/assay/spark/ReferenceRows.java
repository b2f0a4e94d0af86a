package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.baseline.Backgrounds;
import io.assay.baseline.Baseline;
import io.assay.job.BaselineSpec;
import io.assay.spark.content.FixedBaseline;
import io.assay.spark.rows.DecodedRows;
import io.assay.spark.rows.Decoding;
import io.assay.table.DecodedBatch;
import io.assay.table.InputLayout;
import io.assay.tensor.ExactSum;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes the baseline from a reference set. Nothing here depends on how the set is partitioned:
 * means are exact sums rounded once, medians are exact, and samples are the rows of the smallest
 * keys.
 */
final class ReferenceRows {
  /**
   * Rows that strata and clusters are found from, at most; what was used stands in the manifest.
   */
  static final int MOST_SAMPLED = 20_000;

  private static final int MOST_SAMPLED_VALUES = 1 << 26;

  /** From so many rows on, partitions send no more than their share. */
  private static final int MANY = 1000;

  private final SparkSession spark;
  private final Dataset<Row> rows;
  private final Decoding decoding;
  private final InputLayout layout;
  private final long seed;

  /**
   * Names a reference set.
   *
   * @param rows canonical columns of the decoding's layout; a label is the stratum
   */
  ReferenceRows(SparkSession spark, Dataset<Row> rows, Decoding decoding, long seed) {
    this.spark = spark;
    this.rows = rows;
    this.decoding = decoding;
    this.layout = decoding.layout();
    this.seed = seed;
  }

  /**
   * A baseline and how it came about.
   *
   * @param baseline the reference rows
   * @param rows how many rows of the reference set stand behind it
   * @param note what a reader of the manifest should know; empty if nothing
   */
  record Made(Baseline baseline, long rows, String note) {}

  /** Returns a baseline that needs no reference set. */
  static Made fixed(BaselineSpec spec, InputLayout layout) {
    float[] values = FixedBaseline.values(spec, layout);
    return new Made(Baseline.single(Tensor.of(values, layout.shapeOf(1))), 0, "");
  }

  /**
   * Makes the baseline.
   *
   * @throws AssayException INPUT_UNREADABLE if the set has no usable row
   */
  Made make(BaselineSpec spec) {
    return switch (spec.kind()) {
      case ZEROS, CONSTANT, BLUR, CHANNEL_MEAN, GREY, MASK_TOKEN -> fixed(spec, layout);
      case MEAN -> mean();
      case MEDIAN -> median();
      case BACKGROUND -> background(spec);
    };
  }

  private Made mean() {
    Decoding how = decoding;
    Sums sums =
        DecodedRows.internal(rows)
            .mapPartitions(part -> List.of(sums(part, how)).iterator())
            .collect()
            .stream()
            .reduce(new Sums(layout.width()), Sums::merge);
    checkAny(sums.rows);
    double[] mean = new double[layout.width()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sums.sums[i].value() / sums.counts[i]; // NaN where no row has a value
    }
    Tensor row = Tensor.of(mean, layout.shapeOf(1));
    return new Made(Baseline.single(row), sums.rows, note(sums.skipped, mean));
  }

  private static Sums sums(Iterator<InternalRow> part, Decoding decoding) {
    Sums sums = new Sums(decoding.layout().width());
    DecodedRows.forEach(part, decoding, sums::add);
    return sums;
  }

  private Made median() {
    Decoding how = decoding;
    JavaRDD<Row> arrays =
        DecodedRows.internal(rows).mapPartitions(part -> arrays(part, how).iterator());
    StructType type =
        new StructType().add("values", DataTypes.createArrayType(DataTypes.FloatType, false));
    List<Row> medians =
        spark
            .createDataFrame(arrays, type)
            .selectExpr("posexplode(values) as (position, value)")
            .groupBy("position")
            .agg(
                org.apache.spark.sql.functions.expr("percentile(nullif(value, float('NaN')), 0.5)"),
                org.apache.spark.sql.functions.expr("count(1)"))
            .collectAsList();
    checkAny(medians.size());
    double[] median = new double[layout.width()];
    medians.forEach(
        each -> median[each.getInt(0)] = each.isNullAt(1) ? Double.NaN : each.getDouble(1));
    Tensor row = Tensor.of(median, layout.shapeOf(1));
    long used = medians.get(0).getLong(2);
    return new Made(Baseline.single(row), used, note(rows.count() - used, median));
  }

  private static List<Row> arrays(Iterator<InternalRow> part, Decoding decoding) {
    List<Row> arrays = new ArrayList<>();
    DecodedRows.forEach(
        part,
        decoding,
        decoded -> {
          for (int row = 0; row < decoded.batch().rows(); row++) {
            arrays.add(RowFactory.create((Object) decoded.batch().input().select(row).values()));
          }
        });
    return arrays;
  }

  private Made background(BaselineSpec spec) {
    boolean needsMany = spec.select() != BaselineSpec.Selection.RANDOM;
    int most = needsMany ? Math.max(spec.rows(), mostSampled()) : spec.rows();
    List<Candidate> sample = sample(most);
    checkAny(sample.size());
    TensorBatch reference = batch(sample);
    if (spec.select() == BaselineSpec.Selection.K_MEANS) {
      checkComplete(reference.input().values());
    }
    Baseline baseline =
        switch (spec.select()) {
          case RANDOM -> Backgrounds.random(reference, spec.rows(), seed);
          case STRATIFIED ->
              Backgrounds.stratified(
                  reference, sample.stream().map(Candidate::stratum).toList(), spec.rows(), seed);
          case K_MEANS -> Backgrounds.kMeans(reference, spec.rows(), seed);
        };
    return new Made(baseline, sample.size(), note(spec, baseline, sample.size()));
  }

  /** Wide rows, such as images, are fewer: 256 MiB of them. */
  private int mostSampled() {
    return Math.max(1, Math.min(MOST_SAMPLED, MOST_SAMPLED_VALUES / layout.width()));
  }

  private String note(BaselineSpec spec, Baseline baseline, int sampled) {
    String fewer =
        baseline.size() < spec.rows()
            ? "%d reference rows, fewer than the %d asked for. "
                .formatted(baseline.size(), spec.rows())
            : "";
    boolean isCut = spec.select() != BaselineSpec.Selection.RANDOM && sampled == mostSampled();
    return (fewer + (isCut ? "Chosen from a random sample of " + sampled + " reference rows." : ""))
        .trim();
  }

  /**
   * The rows of the smallest keys: a random sample that no partitioning changes. Where many are
   * wanted, partitions send only those of keys so small that there will hardly be fewer than
   * wanted; if there are, since rows could not be used, all partitions send as many as are wanted.
   */
  private List<Candidate> sample(int most) {
    List<Candidate> all = most < MANY ? List.of() : smallest(most, highestKey(most, rows.count()));
    if (all.size() < most) {
      all = smallest(most, Long.MAX_VALUE);
    }
    List<Candidate> kept = new ArrayList<>(all);
    kept.sort(Candidate.ORDER);
    kept = new ArrayList<>(kept.subList(0, Math.min(most, kept.size())));
    kept.sort(Comparator.comparing(Candidate::rowId));
    return kept;
  }

  /** Returns the key under which about so many keys lie, and six standard deviations more. */
  private static long highestKey(int most, long total) {
    double share = (most + 6 * Math.sqrt(most)) / Math.max(1, total);
    double key = Long.MIN_VALUE + share * 0x1p64;
    return (long) key; // Long.MAX_VALUE if there are fewer rows
  }

  private List<Candidate> smallest(int most, long highestKey) {
    Sampling sampling = new Sampling(seed, most, highestKey, decoding);
    return DecodedRows.internal(rows)
        .mapPartitions(part -> smallest(part, sampling).iterator())
        .collect();
  }

  private static List<Candidate> smallest(Iterator<InternalRow> part, Sampling sampling) {
    PriorityQueue<Candidate> kept = new PriorityQueue<>(Candidate.ORDER.reversed());
    DecodedRows.forEach(
        part,
        sampling.decoding(),
        decoded -> {
          for (int row = 0; row < decoded.batch().rows(); row++) {
            long key = Backgrounds.key(sampling.seed(), decoded.batch().rowIds().id(row));
            Candidate last = kept.size() < sampling.most() ? null : kept.peek();
            if (key <= (last == null ? sampling.highestKey() : last.key())) {
              kept.add(Candidate.of(decoded, row, key));
            }
            if (kept.size() > sampling.most()) {
              kept.remove();
            }
          }
        });
    return new ArrayList<>(kept);
  }

  private TensorBatch batch(List<Candidate> sample) {
    int width = layout.width();
    float[] values = new float[sample.size() * width];
    for (int row = 0; row < sample.size(); row++) {
      System.arraycopy(sample.get(row).values.values(), 0, values, row * width, width);
    }
    RowIds ids = new RowIds(sample.stream().map(Candidate::rowId).toList());
    return new TensorBatch(ids, Tensor.of(values, layout.shapeOf(sample.size())));
  }

  private static void checkComplete(float[] values) {
    int missing = 0;
    for (float value : values) {
      missing += Float.isNaN(value) ? 1 : 0;
    }
    if (missing > 0) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "baseline.select is k-means, which needs all values, but of %d values in the reference"
              + " set %d are missing; take random or stratified",
          values.length,
          missing);
    }
  }

  private static void checkAny(long found) {
    if (found == 0) {
      throw new AssayException(
          ErrorCode.INPUT_UNREADABLE,
          "The reference set of the baseline has no row that can be used; check baseline.path and"
              + " that its columns are those of the input");
    }
  }

  private static String note(long skipped, double[] values) {
    long unknown = Arrays.stream(values).filter(Double::isNaN).count();
    String rows = skipped == 0 ? "" : skipped + " reference rows could not be used. ";
    String places =
        unknown == 0
            ? ""
            : "No reference row has a value for " + unknown + " of the model's inputs.";
    return (rows + places).trim();
  }

  /** Sums of a partition. */
  private static final class Sums implements Serializable {
    private static final long serialVersionUID = 1;
    private final ExactSum[] sums;
    private final long[] counts;
    private long rows;
    private long skipped;

    Sums(int width) {
      sums = new ExactSum[width];
      counts = new long[width];
      for (int i = 0; i < width; i++) {
        sums[i] = new ExactSum();
      }
    }

    void add(DecodedBatch decoded) {
      float[] values = decoded.batch().input().values();
      for (int i = 0; i < values.length; i++) {
        if (!Float.isNaN(values[i])) { // missing
          sums[i % sums.length].add(values[i]);
          counts[i % sums.length]++;
        }
      }
      rows += decoded.batch().rows();
      skipped += decoded.rejects().size();
    }

    Sums merge(Sums other) {
      for (int i = 0; i < sums.length; i++) {
        sums[i].merge(other.sums[i]);
        counts[i] += other.counts[i];
      }
      rows += other.rows;
      skipped += other.skipped;
      return this;
    }
  }

  /** Which rows a sample takes. */
  private record Sampling(long seed, int most, long highestKey, Decoding decoding)
      implements Serializable {}

  /** A row that may become a background row. */
  private record Candidate(long key, String rowId, String stratum, Values values)
      implements Serializable {
    static final Comparator<Candidate> ORDER =
        Comparator.comparingLong(Candidate::key).thenComparing(Candidate::rowId);

    static Candidate of(DecodedBatch decoded, int row, long key) {
      String id = decoded.batch().rowIds().id(row);
      String stratum = decoded.labels().isEmpty() ? "" : decoded.labels().at(row);
      float[] values = decoded.batch().input().select(row).values();
      return new Candidate(key, id, stratum, new Values(values));
    }
  }

  /** A row's input, on its way to the driver. */
  private static final class Values implements Serializable {
    private static final long serialVersionUID = 1;
    private final float[] values;

    Values(float[] values) {
      this.values = values;
    }

    float[] values() {
      return values;
    }
  }
}
