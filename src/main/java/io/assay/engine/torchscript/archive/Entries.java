package io.assay.engine.torchscript.archive;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The table of contents of an archive, and what in it is no archive's way. */
final class Entries {
  static final int MOST_ENTRIES = 100_000;
  static final int LONGEST_NAME = 1_000;

  /** Bytes of one file of code or of the pickled structure, unpacked. */
  static final long LARGEST_TEXT = 64L << 20;

  /** Bytes of all files of code together. */
  static final long LARGEST_CODE = 256L << 20;

  /** How many times its packed size an entry that is packed may be. */
  private static final long MOST_PACKED = 200;

  private static final long SURELY_SMALL = 1 << 20;

  private final String root;
  private final List<? extends ZipEntry> entries;

  private Entries(String root, List<? extends ZipEntry> entries) {
    this.root = root;
    this.entries = entries;
  }

  /** Reads the table of contents. */
  static Entries of(ZipFile zip) throws Refused {
    if (zip.size() > MOST_ENTRIES) {
      throw new Refused("it has " + zip.size() + " entries, more than " + MOST_ENTRIES);
    }
    List<? extends ZipEntry> all = Collections.list(zip.entries());
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : all) {
      checkName(entry.getName());
      if (!names.add(entry.getName())) {
        throw new Refused("it has two entries " + shown(entry.getName()));
      }
    }
    String first = all.isEmpty() ? "" : all.get(0).getName();
    String root = first.substring(0, Math.max(0, first.indexOf('/')));
    return new Entries(root, all);
  }

  private static void checkName(String name) throws Refused {
    boolean isHostile =
        name.length() > LONGEST_NAME
            || name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf('\0') >= 0
            || name.matches("[A-Za-z]:.*")
            || List.of(name.split("/", -1)).contains("..");
    if (isHostile) {
      throw new Refused("its entry " + shown(name) + " bears no name of a file in a folder");
    }
  }

  /** Returns the one folder that all lies in. */
  String root() {
    return root;
  }

  List<? extends ZipEntry> all() {
    return entries;
  }

  /** Returns an entry by its name in the folder. */
  Optional<ZipEntry> find(String name) {
    String whole = root + "/" + name;
    for (ZipEntry entry : entries) {
      if (entry.getName().equals(whole)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Refuses entries outside the one folder. */
  void checkFolder() throws Refused {
    for (ZipEntry entry : entries) {
      if (root.isEmpty() || !entry.getName().startsWith(root + "/")) {
        throw new Refused("its entry " + shown(entry.getName()) + " is not in its one folder");
      }
    }
  }

  /** Refuses entries that say they are larger than the file can hold. */
  void checkSizes(long fileBytes) throws Refused {
    long code = 0;
    for (ZipEntry entry : entries) {
      long packed = entry.getCompressedSize();
      long size = entry.getSize();
      boolean isPacked = entry.getMethod() != ZipEntry.STORED;
      long most = isPacked ? Math.max(SURELY_SMALL, packed * MOST_PACKED) : packed;
      if (packed > fileBytes || size > most || size < 0) {
        throw new Refused(
            "its entry %s says it unpacks from %d to %d bytes, in a file of %d"
                .formatted(shown(entry.getName()), packed, size, fileBytes));
      }
      boolean isText = isCode(entry) || entry.getName().endsWith(".pkl");
      code += isCode(entry) ? size : 0;
      if ((isText && size > LARGEST_TEXT) || code > LARGEST_CODE) {
        throw new Refused("its entry " + shown(entry.getName()) + " holds too much text");
      }
    }
  }

  boolean isCode(ZipEntry entry) {
    return entry.getName().startsWith(root + "/code/") && entry.getName().endsWith(".py");
  }

  /** Returns an entry's name in the folder. */
  String name(ZipEntry entry) {
    return entry.getName().substring(root.length() + 1);
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 100 ? plain.substring(0, 100) + "..." : plain;
  }
}
