package org.homekeep.core.backup.archive.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.Vectors;
import org.junit.jupiter.api.Test;

class V3RootKeyTest {
  @Test
  void derives_root_validation_and_stream_key_like_the_reference() throws IOException {
    JsonNode vectors = Vectors.json("kdf.json").path("v3");

    assertThat(vectors).isNotEmpty();
    for (JsonNode vector : vectors) {
      V3RootKey key =
          V3RootKey.derive(
              Secret.of(vector.path("password").asText()), Vectors.hex(vector.path("root_salt")));

      assertThat(key.root()).isEqualTo(Vectors.hex(vector.path("root_key")));
      assertThat(key.subkey(Vectors.hex(vector.path("validation_salt"))))
          .isEqualTo(Vectors.hex(vector.path("validation_key")));
      assertThat(key.subkey(Vectors.hex(vector.path("derivation_salt"))))
          .isEqualTo(Vectors.hex(vector.path("stream_key")));
    }
  }
}
