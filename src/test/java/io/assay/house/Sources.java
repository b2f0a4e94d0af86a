package io.assay.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The declarations of a source folder, parsed but not compiled. */
final class Sources {
  /**
   * A class, interface, enum, record or annotation.
   *
   * @param where file and line
   * @param tree the declaration
   * @param isPublic whether everybody can see it
   * @param isDocumented whether it has Javadoc
   */
  record SourceType(String where, ClassTree tree, boolean isPublic, boolean isDocumented) {
    String name() {
      return tree.getSimpleName().toString();
    }

    boolean is(Tree.Kind kind) {
      return tree.getKind() == kind;
    }
  }

  /**
   * A method or constructor.
   *
   * @param where file and line
   * @param tree the declaration
   * @param owner where it is declared
   * @param lines from its signature to its closing brace
   * @param isDocumented whether it has Javadoc
   */
  record SourceMethod(
      String where, MethodTree tree, SourceType owner, long lines, boolean isDocumented) {
    String name() {
      return tree.getName().toString();
    }

    boolean isConstructor() {
      return name().equals("<init>");
    }

    boolean isRecordConstructor() {
      return isConstructor() && owner.is(Tree.Kind.RECORD);
    }

    boolean isOverride() {
      return tree.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    boolean isPrivate() {
      return has(Modifier.PRIVATE);
    }

    boolean isPublic() {
      boolean isImplicit = owner.is(Tree.Kind.INTERFACE) || owner.is(Tree.Kind.ANNOTATION_TYPE);
      return owner.isPublic() && !isPrivate() && (isImplicit || has(Modifier.PUBLIC));
    }

    private boolean has(Modifier modifier) {
      return tree.getModifiers().getFlags().contains(modifier);
    }
  }

  /**
   * A field, record component, parameter or local variable.
   *
   * @param where file and line
   * @param name its name
   */
  record SourceVariable(String where, String name) {}

  private final List<SourceType> types = new ArrayList<>();
  private final List<SourceMethod> methods = new ArrayList<>();
  private final List<SourceVariable> variables = new ArrayList<>();

  private Sources() {}

  /** Parses the Java files of folders such as {@code src/main}. */
  static Sources of(String... folders) {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      files.addAll(Repository.javaFiles(folder));
    }
    Sources sources = new Sources();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        sources.new Collector(trees, unit).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  List<SourceType> types() {
    return types;
  }

  List<SourceMethod> methods() {
    return methods;
  }

  List<SourceVariable> variables() {
    return variables;
  }

  /** Walks through one file. */
  private final class Collector extends TreePathScanner<Void, Void> {
    private final Trees trees;
    private final CompilationUnitTree unit;
    private final Deque<SourceType> owners = new ArrayDeque<>();

    Collector(Trees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      if (tree.getSimpleName().isEmpty()) { // anonymous: its members are nobody's to name
        return null;
      }
      SourceType owner = owners.peek();
      Set<Modifier> flags = tree.getModifiers().getFlags();
      boolean isPublic =
          owner == null
              ? flags.contains(Modifier.PUBLIC)
              : owner.isPublic()
                  && (flags.contains(Modifier.PUBLIC) || owner.is(Tree.Kind.INTERFACE));
      SourceType type = new SourceType(where(tree), tree, isPublic, isDocumented());
      types.add(type);
      owners.push(type);
      super.visitClass(tree, null);
      owners.pop();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      BlockTree body = tree.getBody();
      long lines =
          body == null ? 1 : unit.getLineMap().getLineNumber(end(body)) - signatureLine(tree) + 1;
      methods.add(new SourceMethod(where(tree), tree, owners.element(), lines, isDocumented()));
      return super.visitMethod(tree, null);
    }

    @Override
    public Void visitVariable(VariableTree tree, Void unused) {
      variables.add(new SourceVariable(where(tree), tree.getName().toString()));
      return super.visitVariable(tree, null);
    }

    private long signatureLine(MethodTree tree) {
      long afterModifiers = end(tree.getModifiers());
      return unit.getLineMap().getLineNumber(afterModifiers < 0 ? start(tree) : afterModifiers);
    }

    private boolean isDocumented() {
      String comment = trees.getDocComment(getCurrentPath());
      return comment != null && !comment.isBlank();
    }

    private String where(Tree tree) {
      Path file = Path.of(unit.getSourceFile().toUri());
      return Repository.shown(file) + ":" + unit.getLineMap().getLineNumber(start(tree));
    }

    private long start(Tree tree) {
      return trees.getSourcePositions().getStartPosition(unit, tree);
    }

    private long end(Tree tree) {
      return trees.getSourcePositions().getEndPosition(unit, tree);
    }
  }
}
