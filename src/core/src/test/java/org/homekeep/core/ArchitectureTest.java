package org.homekeep.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the layout that a reader relies on; those of the archive library stand there. */
class ArchitectureTest {
  private static final String HUB = "org.homekeep.core";

  /** As ARCHITECTURE.md lists them. */
  private static final List<String> CAPABILITIES =
      List.of(
          "runtime",
          "storage",
          "wire",
          "bus",
          "auth",
          "http",
          "websocket",
          "contract",
          "state",
          "service",
          "account",
          "home",
          "onboarding",
          "integration",
          "translation",
          "validation",
          "issues",
          "flow",
          "client",
          "entry",
          "repairs",
          "setup",
          "diagnostics",
          "health",
          "log",
          "notification",
          "frontend",
          "backup");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HUB, "org.homekeep.api");

  @Test
  void the_api_depends_on_nothing_of_ours() {
    noClasses()
        .that()
        .resideInAPackage("org.homekeep.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.homekeep.core..")
        .check(CLASSES);
  }

  @Test
  void a_capability_calls_only_those_above_it() {
    for (int i = 0; i < CAPABILITIES.size(); i++) {
      List<String> below = CAPABILITIES.subList(i + 1, CAPABILITIES.size());
      noClasses()
          .that()
          .resideInAPackage(HUB + "." + CAPABILITIES.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Stream.concat(Stream.of(HUB), below.stream().map(name -> HUB + "." + name + ".."))
                  .toArray(String[]::new))
          .check(CLASSES);
    }
  }

  @Test
  void every_package_of_the_hub_has_its_place_in_the_order() {
    assertThat(CLASSES.getPackage(HUB).getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .containsExactlyInAnyOrderElementsOf(CAPABILITIES);
  }

  @Test
  void the_parts_of_the_backup_capability_have_no_cycles() {
    slices().matching(HUB + ".backup.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothing_in_the_hub_ends_the_process_or_reads_the_time_of_day_by_itself() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .check(CLASSES);
  }
}
