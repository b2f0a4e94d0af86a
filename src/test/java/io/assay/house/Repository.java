package io.assay.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of this repository as a clone holds them: without what {@code .gitignore} names. */
final class Repository {
  static final Path ROOT = Path.of("").toAbsolutePath();

  private Repository() {}

  /** Returns the names of what lies at the top, without git's own folder. */
  static List<String> topLevel() {
    List<String> ignored = ignored();
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries
          .map(Path::getFileName)
          .filter(name -> ignored.stream().noneMatch(pattern -> matches(pattern, name)))
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ignored() {
    List<String> patterns = new ArrayList<>(List.of(".git"));
    for (String line : text(ROOT.resolve(".gitignore")).orElseThrow().lines().toList()) {
      patterns.add(line.strip().replaceAll("^/|/$", ""));
    }
    return patterns;
  }

  private static boolean matches(String pattern, Path name) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(name);
  }

  /** Returns all files. */
  static List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String name : topLevel()) {
      files.addAll(filesUnder(ROOT.resolve(name)));
    }
    return files;
  }

  /** Returns the Java files of a source folder such as {@code src/main}; none if there is none. */
  static List<Path> javaFiles(String folder) {
    Path root = ROOT.resolve(folder);
    return Files.exists(root)
        ? filesUnder(root).stream().filter(file -> file.toString().endsWith(".java")).toList()
        : List.of();
  }

  private static List<Path> filesUnder(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a file, unless its bytes are no text. */
  static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8))
          .filter(text -> text.indexOf('\0') < 0);
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a path as people read it. */
  static String shown(Path file) {
    return ROOT.relativize(file).toString();
  }
}
