package org.homekeep.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the layout that a reader relies on. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.homekeep.core", "org.homekeep.api");

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
  void capabilities_have_no_cycles() {
    slices().matching("org.homekeep.core.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_parts_of_the_backup_capability_have_no_cycles() {
    slices()
        .matching("org.homekeep.core.backup.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void the_archive_library_knows_neither_vertx_nor_the_hub() {
    classes()
        .that()
        .resideInAPackage("org.homekeep.core.backup.archive..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.homekeep.core.backup.archive..",
            "org.homekeep.api",
            "java..",
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "org.bouncycastle..",
            "org.slf4j..",
            "org.jspecify..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void each_archive_format_leaves_the_others_alone() {
    for (String version : new String[] {"v1", "v2", "v3"}) {
      noClasses()
          .that()
          .resideInAPackage("org.homekeep.core.backup.archive." + version + "..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "belong to another format version",
                  type ->
                      type.getPackageName()
                              .matches("org\\.homekeep\\.core\\.backup\\.archive\\.v\\d.*")
                          && !type.getPackageName()
                              .startsWith("org.homekeep.core.backup.archive." + version)))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void only_the_composition_root_ends_the_process_or_reads_the_time_of_day() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.ZonedDateTime.class, "now")
        .check(CLASSES);
  }
}
