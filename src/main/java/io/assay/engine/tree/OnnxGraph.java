package io.assay.engine.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The graph of an ONNX model, as far as trees need it: what flows where. Numbers of the file's
 * weights are left where they are. Fields are numbered as in onnx.proto of ONNX.
 *
 * @param nodes in order
 * @param inputs without those that the file gives a value
 * @param outputs in order
 */
record OnnxGraph(List<OnnxNode> nodes, List<Value> inputs, List<Value> outputs) {
  static final int FLOAT = 1;
  static final int DOUBLE = 11;

  /**
   * What goes in or comes out.
   *
   * @param name of it
   * @param element the type of a tensor's numbers, 0 of what is no tensor
   * @param width the size of the last of two axes, 0 if the file does not say
   */
  record Value(String name, int element, long width) {}

  /** Copies the lists. */
  OnnxGraph {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads the graph of a model.
   *
   * @throws IllegalArgumentException if it is no model with a graph
   */
  static OnnxGraph read(ByteBuffer model) {
    Wire wire = new Wire(model);
    OnnxGraph graph = null;
    while (wire.next()) {
      if (wire.field() == 7) {
        graph = graph(new Wire(wire.bytes()));
      }
    }
    if (graph == null) {
      throw new IllegalArgumentException("it holds no graph");
    }
    return graph;
  }

  private static OnnxGraph graph(Wire wire) {
    List<OnnxNode> nodes = new ArrayList<>();
    List<Value> inputs = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    Set<String> given = new HashSet<>();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> nodes.add(node(new Wire(wire.bytes())));
        case 5 -> given.add(text(new Wire(wire.bytes()), 8));
        case 11 -> inputs.add(value(new Wire(wire.bytes())));
        case 12 -> outputs.add(value(new Wire(wire.bytes())));
        default -> {}
      }
    }
    inputs.removeIf(input -> given.contains(input.name()));
    return new OnnxGraph(nodes, inputs, outputs);
  }

  private static OnnxNode node(Wire wire) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, ByteBuffer> attributes = new HashMap<>();
    String operator = "";
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> inputs.add(wire.text());
        case 2 -> outputs.add(wire.text());
        case 4 -> operator = wire.text();
        case 5 -> attributes.put(text(new Wire(wire.bytes()), 1), wire.bytes());
        default -> {}
      }
    }
    return new OnnxNode(operator, inputs, outputs, new OnnxAttributes(attributes));
  }

  private static Value value(Wire wire) {
    String name = "";
    int element = 0;
    LongStream.Builder sizes = LongStream.builder();
    while (wire.next()) {
      if (wire.field() == 1) {
        name = wire.text();
      } else if (wire.field() == 2) {
        Wire type = new Wire(wire.bytes());
        while (type.next()) {
          element = type.field() == 1 ? tensor(new Wire(type.bytes()), sizes) : element;
        }
      }
    }
    long[] shape = sizes.build().toArray();
    return new Value(name, element, shape.length == 2 ? Math.max(0, shape[1]) : 0);
  }

  private static int tensor(Wire tensor, LongStream.Builder sizes) {
    int element = 0;
    while (tensor.next()) {
      if (tensor.field() == 1) {
        element = (int) tensor.number();
      } else if (tensor.field() == 2) {
        Wire shape = new Wire(tensor.bytes());
        while (shape.next()) {
          sizes.add(size(new Wire(shape.bytes())));
        }
      }
    }
    return element;
  }

  private static long size(Wire axis) {
    long size = 0;
    while (axis.next()) {
      size = axis.field() == 1 ? axis.number() : size;
    }
    return size;
  }

  /** Returns the text of a field; empty without it. */
  private static String text(Wire wire, int field) {
    String text = "";
    while (wire.next()) {
      text = wire.field() == field ? wire.text() : text;
    }
    return text;
  }
}
