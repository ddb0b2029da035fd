package org.homekeep.core.backup.archive.cbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.Vectors;
import org.junit.jupiter.api.Test;

class CbcKeyTest {
  @Test
  void derives_key_and_iv_like_the_reference() throws IOException {
    JsonNode vectors = Vectors.json("kdf.json").path("v2");

    assertThat(vectors).isNotEmpty();
    for (JsonNode vector : vectors) {
      CbcKey key = CbcKey.derive(Secret.of(vector.path("password").asText()));

      assertThat(key.encoded()).isEqualTo(Vectors.hex(vector.path("key")));
      assertThat(key.iv(Vectors.hex(vector.path("salt"))))
          .isEqualTo(Vectors.hex(vector.path("iv")));
    }
  }
}
