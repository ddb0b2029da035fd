package org.homekeep.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.api.Integration;
import org.homekeep.core.fixture.broken.BrokenManifestIntegration;
import org.homekeep.core.fixture.broken.ThrowingIntegration;
import org.homekeep.core.fixture.single.SingleIntegration;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.integration.manifest.ManifestReader;
import org.homekeep.core.integration.manifest.Origin;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntegrationCatalogTest {

  @Test
  void broken_providers_are_left_out_and_the_others_found(@TempDir Path directory)
      throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.write(
        services.resolve(Integration.class.getName()),
        List.of(
            "org.homekeep.NoSuchClass",
            FixtureIntegration.class.getName(),
            ThrowingIntegration.class.getName(),
            "org.homekeep.core.fixture.TestClock",
            BrokenManifestIntegration.class.getName(),
            SingleIntegration.class.getName()));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      IntegrationCatalog catalog = IntegrationCatalog.discover(loader);

      assertThat(catalog.all())
          .extracting(InstalledIntegration::domain)
          .containsExactly("fixture", "single");
      assertThat(catalog.broken()).hasSize(4);
      assertThat(catalog.tunables().get("fixture")).containsExactly(FixtureIntegration.PAUSE);
    }
  }

  @Test
  void a_bad_manifest_is_told_with_everything_that_is_wrong() {
    IntegrationCatalog catalog = IntegrationCatalog.of(List.of(new BrokenManifestIntegration()));

    assertThat(catalog.broken().get(0).reason())
        .contains(BrokenManifestIntegration.class.getName())
        .contains("'domain' must be")
        .contains("'name' must be a text")
        .contains("'codeowners' must be a list of names such as @someone")
        .contains("'config_flow' must be true or false, not yes")
        .contains("'documentation' must be an https address")
        .contains("'colour' is not a key of a manifest");
  }

  @Test
  void a_second_integration_of_a_domain_is_left_out() {
    IntegrationCatalog catalog =
        IntegrationCatalog.of(List.of(new FixtureIntegration(), new FixtureIntegration()));

    assertThat(catalog.all()).hasSize(1);
    assertThat(catalog.broken().get(0).reason()).contains("the domain 'fixture' is taken");
  }

  @Test
  void a_manifest_that_is_not_json_is_told() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> ManifestReader.read("x", "[not json", Origin.CUSTOM)))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("it is not a JSON object");
  }

  @Test
  void a_key_that_stands_twice_in_a_manifest_is_told() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> ManifestReader.parse("x", "{\"name\": \"One\",\n \"name\": \"Two\"}")))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("Duplicate field 'name', in line 2");
  }
}
