package org.homekeep.core.backup.archive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchiveArchitectureTest {
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.homekeep.core.backup.archive");

  @Test
  void the_library_knows_nothing_of_the_hub() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.homekeep.core.backup.archive..",
            "org.homekeep.api",
            "java..",
            "javax.crypto..",
            "org.bouncycastle..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "org.jspecify..")
        .check(LIBRARY);
  }

  @Test
  void packages_have_no_cycles() {
    slices()
        .matching("org.homekeep.core.backup.archive.(*)..")
        .should()
        .beFreeOfCycles()
        .check(LIBRARY);
  }

  @Test
  void the_common_words_know_nothing_of_the_packages_below() {
    noClasses()
        .that()
        .resideInAPackage("org.homekeep.core.backup.archive")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.homekeep.core.backup.archive.*..")
        .check(LIBRARY);
  }

  @Test
  void versions_know_nothing_of_each_other() {
    slices()
        .matching("org.homekeep.core.backup.archive.(v*)..")
        .should()
        .notDependOnEachOther()
        .check(LIBRARY);
  }
}
