package io.assay.engine.torchscript.code;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All the code of an archive. Methods, functions and files can be added; what was there never
 * changes, and neither do objects or weights. It is used by one thread.
 */
public final class Program {
  private static final String CODE = "code/";
  private static final String PYTHON = ".py";

  private final String rootType;
  private final Map<String, SourceFile> files = new LinkedHashMap<>(); // by module
  private final Map<String, ClassCode> classes = new LinkedHashMap<>();
  private final Map<String, Routine> functions = new LinkedHashMap<>();
  private final Map<String, Map<String, Routine>> addedMethods = new LinkedHashMap<>();
  private final Map<String, Routine> addedFunctions = new LinkedHashMap<>();
  private final Map<String, String> addedFiles = new LinkedHashMap<>(); // by module

  /**
   * Reads the code of an archive.
   *
   * @param rootType the qualified type of the whole model
   * @param texts of the files, by their names in the archive's folder, such as {@code
   *     code/__torch__.py}; others than code are passed over
   */
  public Program(String rootType, Map<String, String> texts) {
    this.rootType = rootType;
    texts.forEach(
        (name, text) -> {
          if (name.startsWith(CODE) && name.endsWith(PYTHON)) {
            String module = name.substring(CODE.length(), name.length() - PYTHON.length());
            read(CodeParser.file(module.replace('/', '.'), text));
          }
        });
  }

  private void read(SourceFile file) {
    files.put(file.module(), file);
    classes.putAll(file.classes());
    file.functions().forEach((name, each) -> functions.put(file.module() + "." + name, each));
  }

  /** Returns the type of the whole model, if its class is among the code. */
  public Optional<ClassCode> root() {
    return type(rootType);
  }

  /** Returns a class by its qualified name. */
  public Optional<ClassCode> type(String name) {
    return Optional.ofNullable(classes.get(name));
  }

  /** Returns the class of modules that a type names, if it is one. */
  public Optional<ClassCode> moduleType(Expression type) {
    return type(type.text()).filter(ClassCode::isModule);
  }

  /** Returns every class that the archive held. */
  public Collection<ClassCode> types() {
    return classes.values();
  }

  /** Returns every function that the archive held, by qualified name. */
  public Map<String, Routine> functions() {
    return functions;
  }

  /** Returns a method of a class, added or not. */
  public Optional<Routine> method(ClassCode type, String name) {
    Routine held = type.methods().get(name);
    return held != null
        ? Optional.of(held)
        : Optional.ofNullable(addedMethods.getOrDefault(type.name(), Map.of()).get(name));
  }

  /** Returns a function by its qualified name, added or not; functions of added files too. */
  public Optional<Routine> function(String name) {
    Routine held = functions.get(name);
    return held != null ? Optional.of(held) : Optional.ofNullable(addedFunctions.get(name));
  }

  /** Returns the file and line of a routine's part, for messages. */
  public String where(String owner, int line) {
    String module = owner;
    while (!files.containsKey(module) && module.indexOf('.') >= 0) {
      module = module.substring(0, module.lastIndexOf('.'));
    }
    return path(module) + ", line " + line;
  }

  /**
   * Adds a method to a class.
   *
   * @throws IllegalArgumentException if the class has one of the name
   */
  public void addMethod(ClassCode type, Routine method) {
    if (method(type, method.name()).isPresent()) {
      throw new IllegalArgumentException(type.name() + " has a method " + method.name());
    }
    addedMethods
        .computeIfAbsent(type.name(), name -> new LinkedHashMap<>())
        .put(method.name(), method);
  }

  /**
   * Adds a function to a module.
   *
   * @throws IllegalArgumentException if the module has one of the name
   */
  public void addFunction(String module, Routine function) {
    String name = module + "." + function.name();
    if (function(name).isPresent()) {
      throw new IllegalArgumentException("there is a function " + name);
    }
    addedFunctions.put(name, function);
  }

  /**
   * Adds a file of functions.
   *
   * @param module its qualified name, such as {@code __torch__.assay_taps}
   * @throws IllegalArgumentException if there is one of the name
   */
  public void addFile(String module, String text) {
    if (files.containsKey(module) || addedFiles.putIfAbsent(module, text) != null) {
      throw new IllegalArgumentException("there is a file " + path(module));
    }
    SourceFile file = CodeParser.file(module, text);
    file.functions().forEach((name, each) -> addedFunctions.put(module + "." + name, each));
  }

  /** Returns the files that are new or have grown, by their names in the archive's folder. */
  public Map<String, String> changed() {
    Map<String, String> texts = new TreeMap<>();
    addedFiles.forEach((module, text) -> texts.put(path(module), text));
    Map<String, List<Routine>> further = new LinkedHashMap<>();
    addedFunctions.forEach(
        (name, function) -> {
          String module = name.substring(0, name.lastIndexOf('.'));
          if (!addedFiles.containsKey(module)) {
            further.computeIfAbsent(module, each -> new ArrayList<>()).add(function);
          }
        });
    for (SourceFile file : files.values()) {
      List<Routine> functionsHere = further.getOrDefault(file.module(), List.of());
      boolean grows = file.classes().keySet().stream().anyMatch(addedMethods::containsKey);
      if (grows || !functionsHere.isEmpty()) {
        texts.put(path(file.module()), file.with(methods(), functionsHere));
      }
    }
    return texts;
  }

  private Map<String, Collection<Routine>> methods() {
    Map<String, Collection<Routine>> methods = new LinkedHashMap<>();
    addedMethods.forEach((type, byName) -> methods.put(type, byName.values()));
    return methods;
  }

  private static String path(String module) {
    return CODE + module.replace('.', '/') + PYTHON;
  }
}
