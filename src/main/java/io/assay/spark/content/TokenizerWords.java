package io.assay.spark.content;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tokens that a tokenizer.json lists, in the order of their ids. */
final class TokenizerWords {
  /** Above all vocabularies by far: what is beyond is a damaged file. */
  private static final int MOST_WORDS = 10_000_000;

  private TokenizerWords() {}

  /**
   * Returns the tokens; the text is empty at ids that the file does not name.
   *
   * @throws AssayException MODEL_UNREADABLE if the text is no tokenizer.json
   */
  static List<String> of(String json) {
    TreeMap<Integer, String> words = new TreeMap<>();
    try {
      JsonObject root = JsonParser.parseString(json).getAsJsonObject();
      JsonElement vocabulary = root.getAsJsonObject("model").get("vocab");
      if (vocabulary instanceof JsonObject byToken) {
        byToken.entrySet().forEach(each -> words.put(each.getValue().getAsInt(), each.getKey()));
      } else if (vocabulary instanceof JsonArray inOrder) {
        for (JsonElement each : inOrder) {
          words.put(words.size(), each.getAsJsonArray().get(0).getAsString());
        }
      }
      if (root.get("added_tokens") instanceof JsonArray added) {
        for (JsonElement each : added) {
          JsonObject token = each.getAsJsonObject();
          words.put(token.get("id").getAsInt(), token.get("content").getAsString());
        }
      }
    } catch (RuntimeException e) { // whatever Gson throws where it finds another kind of element
      throw AssayException.causedBy(
          e, ErrorCode.MODEL_UNREADABLE, "input.text.tokenizer is no tokenizer.json");
    }
    List<String> inOrder = new ArrayList<>();
    for (Map.Entry<Integer, String> word : words.entrySet()) {
      int id = word.getKey();
      if (id < 0 || id >= MOST_WORDS) {
        throw new AssayException(
            ErrorCode.MODEL_UNREADABLE,
            "input.text.tokenizer gives a token the id %d; ids are 0 to %,d",
            id,
            MOST_WORDS - 1);
      }
      while (inOrder.size() < id) {
        inOrder.add("");
      }
      inOrder.add(word.getValue());
    }
    return inOrder;
  }
}
