package org.homekeep.core.frontend.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontendDirectoryTest {
  @TempDir Path packages;
  private Path root;

  @BeforeEach
  void write() throws IOException {
    root = Files.createDirectory(packages.resolve("hass_frontend"));
    for (String name : List.of("index.html", "authorize.html", "onboarding.html")) {
      Files.writeString(root.resolve(name), "<html></html>");
    }
    Files.createDirectory(root.resolve("static"));
    Files.createDirectory(root.resolve("frontend_latest"));
  }

  @Test
  void the_directory_of_the_package_has_the_version_of_the_package() throws Exception {
    Files.createDirectory(packages.resolve("home_assistant_frontend-20260517.0.dist-info"));

    assertThat(FrontendDirectory.open(root).version()).contains("20260517.0");
  }

  @Test
  void a_copy_of_it_has_no_version() throws Exception {
    assertThat(FrontendDirectory.open(root).version()).isEmpty();
  }

  @Test
  void what_is_not_there_is_named_with_what_to_give() {
    assertThatThrownBy(() -> FrontendDirectory.open(packages.resolve("none")))
        .isInstanceOf(UnusableFrontendException.class)
        .hasMessageContaining("There is no directory '" + packages.resolve("none"))
        .hasMessageContaining("home-assistant-frontend");
  }

  @Test
  void a_file_is_no_directory() {
    assertThatThrownBy(() -> FrontendDirectory.open(root.resolve("index.html")))
        .hasMessageContaining("is not a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "authorize.html", "static", "frontend_latest"})
  void the_first_thing_that_is_missing_is_named(String name) throws IOException {
    Files.delete(root.resolve(name));

    assertThatThrownBy(() -> FrontendDirectory.open(root))
        .hasMessageContaining("is not Home Assistant's frontend: there is no " + name)
        .hasMessageContaining("hass_frontend");
  }

  @Test
  void whoever_gives_the_directory_around_it_is_told_which_one_it_is() {
    assertThatThrownBy(() -> FrontendDirectory.open(packages))
        .hasMessageContaining("'" + root + "' in it is. Give that.");
  }
}
