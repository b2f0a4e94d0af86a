package io.assay.spark.ml;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a saved model, on any Hadoop file system.
 *
 * @param path the folder
 * @param className the class that wrote it
 * @param sparkVersion the version of Spark that wrote it
 */
record ModelFolder(String path, String className, String sparkVersion) {
  private static final Pattern HIDDEN = Pattern.compile("(^|.*/)[._].*");

  /**
   * Looks at a folder.
   *
   * @throws AssayException MODEL_UNREADABLE if there is none, or it holds no Spark ML model
   */
  static ModelFolder of(String path, Configuration configuration) {
    try {
      Path folder = new Path(path);
      FileSystem files = folder.getFileSystem(configuration);
      if (!files.getFileStatus(folder).isDirectory()) {
        throw new FileNotFoundException("folder: it is a file");
      }
      JsonObject metadata = metadata(files, new Path(folder, "metadata"));
      return new ModelFolder(
          path, metadata.get("class").getAsString(), metadata.get("sparkVersion").getAsString());
    } catch (FileNotFoundException e) {
      throw unreadable(path, "there is no " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(path, Causes.inWords(e), e);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw unreadable(path, "its metadata is not that of a Spark ML model", e);
    }
  }

  private static AssayException unreadable(String path, String reason, Throwable cause) {
    return AssayException.causedBy(
        cause,
        ErrorCode.MODEL_UNREADABLE,
        "Cannot read the model %s: %s; model.path must be a folder as model.write().save(path) of"
            + " Spark ML writes it",
        path,
        reason);
  }

  private static JsonObject metadata(FileSystem files, Path folder) throws IOException {
    for (FileStatus each : files.listStatus(folder)) {
      if (each.isFile() && !isHidden(each.getPath().getName()) && each.getLen() > 0) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(files.open(each.getPath()), StandardCharsets.UTF_8))) {
          return JsonParser.parseString(lines.readLine()).getAsJsonObject();
        }
      }
    }
    throw new FileNotFoundException("file in " + folder);
  }

  /**
   * Returns the digest of a folder: SHA-256 of what {@code sha256sum} prints for its files in the
   * order of their paths, those aside whose path has a part that begins with a dot or an
   * underscore.
   *
   * @throws AssayException MODEL_UNREADABLE
   */
  static String digest(String path, Configuration configuration) {
    try {
      FileSystem files = new Path(path).getFileSystem(configuration);
      StringBuilder listing = new StringBuilder();
      for (Map.Entry<String, FileStatus> each : contents(files, new Path(path)).entrySet()) {
        listing
            .append(digest(files, each.getValue().getPath()))
            .append("  ")
            .append(each.getKey())
            .append('\n');
      }
      return Digests.hex(
          Digests.sha256().digest(listing.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw unreadable(path, Causes.inWords(e), e);
    }
  }

  /** Returns the size of a folder's files in bytes, without those that are no part of the model. */
  static long bytes(String path, Configuration configuration) {
    try {
      FileSystem files = new Path(path).getFileSystem(configuration);
      return contents(files, new Path(path)).values().stream().mapToLong(FileStatus::getLen).sum();
    } catch (IOException e) {
      throw unreadable(path, Causes.inWords(e), e);
    }
  }

  private static TreeMap<String, FileStatus> contents(FileSystem files, Path folder)
      throws IOException {
    TreeMap<String, FileStatus> found = new TreeMap<>();
    var listing = files.listFiles(folder, true);
    String root = files.makeQualified(folder).toUri().getPath();
    while (listing.hasNext()) {
      FileStatus each = listing.next();
      String relative = each.getPath().toUri().getPath().substring(root.length() + 1);
      if (!isHidden(relative)) {
        found.put(relative, each);
      }
    }
    return found;
  }

  private static String digest(FileSystem files, Path file) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (InputStream in = new DigestInputStream(files.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Digests.hex(digest.digest());
  }

  private static boolean isHidden(String path) {
    return HIDDEN.matcher(path).matches();
  }
}
