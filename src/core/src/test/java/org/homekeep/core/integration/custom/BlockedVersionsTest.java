package org.homekeep.core.integration.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.integration.manifest.Manifest;
import org.homekeep.core.integration.manifest.ManifestReader;
import org.homekeep.core.integration.manifest.Origin;
import org.junit.jupiter.api.Test;

class BlockedVersionsTest {
  private static final BlockedVersions BLOCKED =
      new BlockedVersions(
          new JsonObject(
              "{\"bad\":{\"versions\":[\"1.0.0\"],\"reason\":\"It deletes backups.\"},\"worse\":{\"versions\":\"*\"}}"));

  private static Manifest manifest(String domain, String version) throws InvalidManifestException {
    return ManifestReader.read(
        domain,
        "{\"domain\":\"%s\",\"name\":\"x\",\"codeowners\":[],\"documentation\":\"https://example.org\",\"version\":\"%s\"}"
            .formatted(domain, version),
        Origin.CUSTOM);
  }

  @Test
  void a_version_that_does_harm_is_refused_with_the_reason() throws Exception {
    assertThat(BLOCKED.refuse(manifest("bad", "1.0.0")))
        .contains(
            new LoadFailure(
                LoadFailure.Kind.BLOCKED, "Version 1.0.0 of bad does harm: It deletes backups."));
  }

  @Test
  void another_version_and_another_integration_are_not() throws Exception {
    assertThat(BLOCKED.refuse(manifest("bad", "1.0.1"))).isEmpty();
    assertThat(BLOCKED.refuse(manifest("good", "1.0.0"))).isEmpty();
  }

  @Test
  void all_versions_can_be_refused() throws Exception {
    assertThat(BLOCKED.refuse(manifest("worse", "7"))).isPresent();
  }

  @Test
  void the_list_that_is_delivered_can_be_read() throws Exception {
    assertThat(BlockedVersions.known().refuse(manifest("good", "1.0.0"))).isEmpty();
  }
}
