package io.assay.engine.huggingface;

import static io.assay.ErrorCode.MODEL_UNREADABLE;
import static io.assay.ErrorCode.RESOURCE_LACKING;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.assay.AssayException;
import io.assay.table.text.Sentences;
import io.assay.table.text.Token;
import io.assay.table.text.Tokenizer;
import io.assay.table.text.Tokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a {@code tokenizer.json} file: normaliser, pre-tokenizer, model and the tokens
 * that it adds, as HuggingFace's library runs them. Padding and truncation that the file asks for
 * are left out: the decoder of texts does both, and says so. It holds native memory until it is
 * closed, starts without network, and may be used by many threads.
 */
public final class FastTokenizer implements Tokenizer, AutoCloseable {
  private static final String LIBRARY = "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer";

  private final HuggingFaceTokenizer tokenizer;
  private final int padding;

  private FastTokenizer(HuggingFaceTokenizer tokenizer, int padding) {
    this.tokenizer = tokenizer;
    this.padding = padding;
  }

  /**
   * Opens a tokenizer.
   *
   * @param json the bytes of a {@code tokenizer.json} file
   * @param name what messages call it
   * @param padding the token that fills an input, such as {@code [PAD]} or {@code <pad>}
   * @throws AssayException MODEL_UNREADABLE if the file is no tokenizer or has no such token;
   *     RESOURCE_LACKING if the library is not on the class path or cannot start
   */
  public static FastTokenizer open(byte[] json, String name, String padding) {
    requireLibrary(name);
    stayOffline();
    HuggingFaceTokenizer tokenizer = read(json, name);
    try {
      return new FastTokenizer(tokenizer, paddingId(tokenizer, name, padding));
    } catch (RuntimeException wrong) {
      tokenizer.close();
      throw wrong;
    }
  }

  private static HuggingFaceTokenizer read(byte[] json, String name) {
    String start = new String(json, StandardCharsets.UTF_8).stripLeading();
    if (!start.startsWith("{")) {
      throw new AssayException(
          MODEL_UNREADABLE, "Cannot read tokenizer %s: it is no JSON object", name);
    }
    try {
      Map<String, String> options = Map.of("truncation", "false", "padding", "false");
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
    } catch (IOException | RuntimeException broken) {
      throw AssayException.causedBy(
          broken,
          broken instanceof EngineException ? RESOURCE_LACKING : MODEL_UNREADABLE,
          "Cannot read tokenizer %s: %s; need a tokenizer.json of HuggingFace's tokenizers",
          name,
          broken.getMessage());
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError lacking) {
      throw AssayException.causedBy(
          lacking,
          RESOURCE_LACKING,
          "Cannot start the native library for tokenizer %s: %s; let the process write to"
              + " DJL_CACHE_DIR (default ~/.djl.ai)",
          name,
          lacking.getMessage());
    }
  }

  private static int paddingId(HuggingFaceTokenizer tokenizer, String name, String padding) {
    Encoding encoding = tokenizer.encode(padding, false, false);
    long[] ids = encoding.getIds();
    if (ids.length != 1 || !encoding.getTokens()[0].equals(padding)) {
      throw new AssayException(
          MODEL_UNREADABLE,
          "Tokenizer %s has no token '%s' for padding; name one that it has",
          name,
          padding);
    }
    return Math.toIntExact(ids[0]);
  }

  private static void requireLibrary(String name) {
    try {
      Class.forName(LIBRARY, false, FastTokenizer.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      throw AssayException.causedBy(
          missing,
          RESOURCE_LACKING,
          "Cannot read tokenizer %s: put ai.djl.huggingface:tokenizers, of the version of"
              + " ai.djl:api, on the class path",
          name);
    }
  }

  private static void stayOffline() {
    for (String property : List.of("ai.djl.offline", "OPT_OUT_TRACKING")) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "true");
      }
    }
  }

  @Override
  public Tokens tokenize(String text) {
    Encoding encoding = tokenizer.encode(text);
    int[] units = unitsOfCodePoints(text);
    Sentences sentences = Sentences.of(text);
    List<Token> tokens = new ArrayList<>();
    long lastWord = -1;
    int words = 0;
    for (int place = 0; place < encoding.getIds().length; place++) {
      int id = Math.toIntExact(encoding.getIds()[place]);
      String shown = encoding.getTokens()[place];
      CharSpan span = encoding.getCharTokenSpans()[place];
      if (encoding.getSpecialTokenMask()[place] != 0 || span == null) {
        tokens.add(new Token(id, shown, Token.NONE, Token.NONE, 0, 0));
        continue;
      }
      long word = encoding.getWordIds()[place];
      boolean begins = words == 0 || word < 0 || word != lastWord;
      words += begins ? 1 : 0;
      lastWord = word;
      int start = units[span.getStart()];
      int end = units[span.getEnd()];
      String source = text.substring(start, end).strip();
      tokens.add(
          new Token(
              id,
              source.isEmpty() ? shown : source,
              words - 1,
              text.isEmpty() ? 0 : sentences.at(start),
              start,
              end));
    }
    return new Tokens(tokens);
  }

  /** Where each code point, which the library counts, begins in UTF-16. */
  private static int[] unitsOfCodePoints(String text) {
    int[] units = new int[text.codePointCount(0, text.length()) + 1];
    int unit = 0;
    for (int point = 0; point < units.length - 1; point++) {
      units[point] = unit;
      unit += Character.charCount(text.codePointAt(unit));
    }
    units[units.length - 1] = unit;
    return units;
  }

  @Override
  public int padding() {
    return padding;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
