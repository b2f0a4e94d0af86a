package io.assay.global.surrogate;

import io.assay.global.InputColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says in words what a node asks, by the columns of the input. */
final class Questions {
  private static final int MOST_NAMED = 6;

  private final Map<Integer, InputColumn> columns = new HashMap<>();

  Questions(List<InputColumn> columns) {
    for (InputColumn column : columns) {
      column.positions().forEach(position -> this.columns.put(position, column));
    }
  }

  private InputColumn column(int position) {
    InputColumn column = columns.get(position);
    if (column == null) {
      throw new IllegalArgumentException("no column stands at position " + position);
    }
    return column;
  }

  /** Returns the column that a node asks about. */
  String feature(TreeNode node) {
    return plain(column(node.feature()).name());
  }

  /** Returns what holds of rows that go left. */
  String left(TreeNode node) {
    return feature(node) + " " + condition(node, "<=", "is not", true);
  }

  /** Returns what holds of rows that go right. */
  String right(TreeNode node) {
    return feature(node) + " " + condition(node, ">", "is", false);
  }

  private String condition(TreeNode node, String than, String is, boolean isLeft) {
    if (Float.isInfinite(node.threshold())) {
      return isLeft ? "is known" : "is missing";
    }
    InputColumn column = column(node.feature());
    if (column.isOneHot()) {
      int category = column.positions().indexOf(node.feature());
      return is + " " + plain(column.categories().get(category));
    }
    return column.isOrdinal()
        ? "is " + categories(column, node.threshold(), isLeft)
        : than + " " + number(node.threshold());
  }

  private static String categories(InputColumn column, float threshold, boolean isLeft) {
    List<String> named = new ArrayList<>();
    for (int at = 0; at < column.codes().size(); at++) {
      if (column.codes().get(at) <= threshold == isLeft) {
        named.add(plain(column.categories().get(at)));
      }
    }
    int more = named.size() - MOST_NAMED;
    List<String> shown = new ArrayList<>(named.subList(0, Math.min(named.size(), MOST_NAMED)));
    if (more > 0) {
      shown.add(more + " more");
    }
    return String.join(" or ", shown);
  }

  /** Returns a number without the zero behind the point. */
  static String number(float value) {
    String text = Float.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Returns a name on one line: control characters become spaces. */
  static String plain(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints().forEach(point -> text.appendCodePoint(breaksLines(point) ? ' ' : point));
    return text.toString();
  }

  private static boolean breaksLines(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
