package io.assay.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WallsTest {
  static List<Room> rooms() {
    return Room.ALL;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyWhatItMay(Room room) {
    classes()
        .that()
        .resideInAPackage(Room.packagesOf(room.name()))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room.mayUse())
        .allowEmptyShould(true)
        .check(Room.CLASSES);
  }

  @Test
  void everyClassLivesInARoomAndRoomsImportOneWay() {
    List<String> names = Room.ALL.stream().map(Room::name).toList();

    assertThat(Room.CLASSES).isNotEmpty();
    assertThat(Room.CLASSES)
        .allMatch(
            each ->
                each.getPackageName().equals("io.assay")
                    || names.contains(each.getPackageName().split("\\.", -1)[2]),
            "lives in one of " + names);
    for (Room room : Room.ALL) {
      assertThat(names.subList(0, names.indexOf(room.name())))
          .as("rooms before %s", room)
          .containsAll(room.imports());
    }
  }

  @Test
  void theDoorwayKnowsNoRoom() {
    classes()
        .that()
        .resideInAPackage("io.assay")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.assay", "java..", "org.jspecify..")
        .check(Room.CLASSES);
  }

  @Test
  void onlyTheCatalogueKnowsTheFamiliesOfMethods() {
    String[] families = {
      "io.assay.attribution.gradient..",
      "io.assay.attribution.shapley..",
      "io.assay.attribution.perturbation..",
      "io.assay.attribution.layer..",
      "io.assay.attribution.tree..",
      "io.assay.attribution.graph.."
    };
    slices()
        .matching("io.assay.attribution.(gradient|shapley|perturbation|layer|tree|graph)..")
        .should()
        .notDependOnEachOther()
        .check(Room.CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.assay.attribution.catalog..")
        .and()
        .resideOutsideOfPackages(families)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(families)
        .check(Room.CLASSES);
  }

  @Test
  void theCommandLineIsOnTopOfEverything() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.assay.spark.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.assay.spark.cli..", "picocli..")
        .check(Room.CLASSES);
  }

  @Test
  void onlyTheCommandLinePrintsAndNobodyLogsBesideSlf4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.assay.spark.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(Room.CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "org.apache.log4j..")
        .check(Room.CLASSES);
  }
}
