package io.assay.spark.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is committed of a test's run {@code r}, and when its files were written. */
public final class Commits {
  private Commits() {}

  /** Returns the files of the commits, none when the run is done. */
  public static List<Path> in(Path folder) {
    Path shards = folder.resolve("out/_staging/r/shards");
    String[] names = shards.toFile().list();
    return Stream.of(names == null ? new String[0] : names)
        .filter(name -> name.matches("\\d+\\.json"))
        .map(shards::resolve)
        .toList();
  }

  /** Returns when the states of each committed shard were written, by the attempt committed. */
  public static Map<Integer, String> written(Path folder) {
    Path attempts = folder.resolve("out/_staging/r/attempts");
    Map<Integer, String> written = new TreeMap<>();
    for (Path commit : in(folder)) {
      whole(commit)
          .ifPresent(
              report -> {
                int shard = report.get("shard").getAsInt();
                long attempt = report.get("attempt").getAsLong();
                Path states = attempts.resolve(name(shard) + "-" + attempt + "/states.parquet");
                written.put(shard, time(states));
              });
    }
    return written;
  }

  /** Reads a commit, if it is not being written. */
  private static Optional<JsonObject> whole(Path commit) {
    try {
      return Optional.of(JsonParser.parseString(Files.readString(commit)))
          .filter(report -> report.isJsonObject())
          .map(report -> report.getAsJsonObject());
    } catch (JsonParseException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the states of a shard were written that were published. */
  public static String published(Path folder, int shard) {
    return time(folder.resolve("out/states/run_id=r/part-" + name(shard) + ".parquet"));
  }

  private static String name(int shard) {
    return String.format(Locale.ROOT, "%05d", shard);
  }

  private static String time(Path file) {
    try {
      return Files.getLastModifiedTime(file).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
