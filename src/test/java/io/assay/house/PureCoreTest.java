package io.assay.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PureCoreTest {
  /** What of java.io touches memory alone. */
  private static final Set<String> IN_MEMORY =
      Set.of(
          "java.io.Serializable",
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.DataInputStream",
          "java.io.DataOutputStream",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.IOException",
          "java.io.EOFException",
          "java.io.UncheckedIOException");

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of("currentTimeMillis", "nanoTime", "now", "systemUTC", "randomUUID");

  @Test
  void theCoreReadsAndWritesNothing() {
    noClasses()
        .that()
        .resideInAnyPackage(Room.purePackages())
        .should()
        .dependOnClassesThat(describe("reach outside memory", PureCoreTest::reachesOutside))
        .check(Room.CLASSES);
  }

  @Test
  void theCoreKnowsNeitherTheTimeNorChance() {
    noClasses()
        .that()
        .resideInAnyPackage(Room.purePackages())
        .should()
        .accessTargetWhere(describe("clock or unseeded chance", PureCoreTest::isClockOrDice))
        .check(Room.CLASSES);
  }

  @Test
  void theCoreRemembersNothingBetweenCalls() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(Room.purePackages())
        .should()
        .beFinal()
        .check(Room.CLASSES);
  }

  private static boolean reachesOutside(JavaClass type) {
    String name = type.getName();
    return (name.startsWith("java.io.") && !IN_MEMORY.contains(name))
        || name.startsWith("java.nio.file.")
        || name.startsWith("java.nio.channels.")
        || name.startsWith("java.net.")
        || name.startsWith("java.sql.")
        || name.startsWith("org.slf4j.")
        || name.equals("java.lang.System$Logger")
        || name.equals("java.util.concurrent.ThreadLocalRandom");
  }

  private static boolean isClockOrDice(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getName();
    boolean isClock =
        CLOCKS_AND_DICE.contains(target.getName())
            && (owner.equals("java.lang.System")
                || owner.equals("java.util.UUID")
                || owner.startsWith("java.time."));
    boolean isUnseeded =
        owner.equals(Random.class.getName())
            || (owner.equals("java.lang.Math") && target.getName().equals("random"));
    return isClock || isUnseeded;
  }
}
