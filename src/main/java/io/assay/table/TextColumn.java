package io.assay.table;

import io.assay.table.text.TextForm;
import io.assay.table.text.Tokens;
import io.assay.table.text.VocabularyForm;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the texts of a column become inputs. It travels to executors, with all that a tokenizer
 * needs.
 *
 * @param form size of the model's input
 * @param vocabulary how texts are cut; null with a tokenizer of Hugging Face and for ids
 * @param words the vocabulary in the order of ids; empty where it is not known
 * @param tokenizer the text of a tokenizer.json; empty otherwise
 * @param pad the token that fills an input after its last token
 * @param padding the id that fills an input after its last token
 * @param unit what is attributed together by methods that ask for scores alone
 */
public record TextColumn(
    TextForm form,
    @Nullable VocabularyForm vocabulary,
    List<String> words,
    String tokenizer,
    String pad,
    int padding,
    Tokens.Unit unit)
    implements Serializable {
  /** Copies the list. */
  public TextColumn {
    words = List.copyOf(words);
  }

  /** Returns the word of a token id, or the id where none is known. */
  public String word(int id) {
    return id < words.size() && !words.get(id).isEmpty() ? words.get(id) : String.valueOf(id);
  }
}
