package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveMetadata.AddOn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataJsonTest {
  private static ArchiveMetadata parse(String json) throws ArchiveException {
    return MetadataJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void metadata_survives_writing_and_reading() throws ArchiveException {
    ArchiveMetadata metadata = TestArchives.metadata(true);

    assertThat(MetadataJson.parse(MetadataJson.write(metadata))).isEqualTo(metadata);
  }

  @Test
  void what_is_absent_has_home_assistants_defaults() throws ArchiveException {
    ArchiveMetadata metadata = parse("{\"slug\":\"a\",\"name\":\"b\",\"date\":\"c\"}");

    assertThat(metadata.isProtected()).isFalse();
    assertThat(metadata.addOns()).isEmpty();
    assertThat(metadata.folders()).isEmpty();
    assertThat(metadata.extra()).isEmpty();
    assertThat(metadata.homeAssistant()).isEmpty();
    assertThat(metadata.databaseIncluded()).isFalse();
  }

  @Test
  void archives_of_the_supervisor_are_understood() throws ArchiveException {
    ArchiveMetadata metadata =
        parse(
            "{\"slug\":\"a\",\"name\":\"b\",\"date\":\"old\",\"crypto\":\"aes128\","
                + "\"folders\":[\"homeassistant\",\"ssl\",\"addons/local\",\"new kind\"],"
                + "\"addons\":[{\"slug\":\"x\",\"name\":\"X\",\"version\":\"1\",\"size\":0.1}],"
                + "\"homeassistant\":{\"version\":\"2025.1.0\",\"exclude_database\":true,\"size\":1},"
                + "\"extra\":{\"supervisor.backup_request_date\":\"new\",\"odd\":5}}");

    assertThat(metadata.date()).isEqualTo("new");
    assertThat(metadata.folders()).containsExactly("ssl", "addons/local", "new kind");
    assertThat(metadata.addOns())
        .isEqualTo(List.of(new AddOn("x", Optional.of("X"), Optional.of("1"))));
    assertThat(metadata.databaseIncluded()).isFalse();
    assertThat(metadata.homeAssistant()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null",
        "{\"name\":\"b\",\"date\":\"c\"}",
        "{\"slug\":\"a\",\"date\":\"c\"}",
        "{\"slug\":\"a\",\"name\":\"b\"}",
        "{\"slug\":5,\"name\":\"b\",\"date\":\"c\"}"
      })
  void what_cannot_be_used_is_refused(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(ArchiveException.InvalidMetadata.class);
  }

  @Test
  void what_is_json_and_too_much_is_not_called_damaged() {
    String addOns = "{\"slug\":\"a\",\"name\":\"A\",\"version\":\"1\"},".repeat(20_000) + "{}";

    for (String much : List.of("{\"addons\":[" + addOns + "]}", "[".repeat(200))) {
      assertThatThrownBy(() -> parse(much))
          .isInstanceOf(ArchiveException.InvalidMetadata.class)
          .hasMessage(
              "The backup.json of the archive is larger than one of any home, and it is not read: it may have 100,000 names and values, 100 levels of them, and no endless ones.");
    }
  }

  @Test
  void a_thousand_add_ons_with_all_that_a_supervisor_says_of_them_are_read()
      throws ArchiveException {
    String addOn = "{\"slug\":\"a\",\"name\":\"A\",\"version\":\"1\",\"size\":0.1}";

    assertThat(
            parse(
                    "{\"slug\":\"a\",\"name\":\"b\",\"date\":\"c\",\"addons\":["
                        + (addOn + ",").repeat(999)
                        + addOn
                        + "]}")
                .addOns())
        .hasSize(1_000);
  }

  @Test
  void a_backup_json_without_end_is_refused() {
    ByteArrayInputStream endless = new ByteArrayInputStream(new byte[MetadataJson.MAX_SIZE + 1]);

    assertThatThrownBy(() -> MetadataJson.readBounded(endless))
        .isInstanceOf(ArchiveException.InvalidMetadata.class);
  }
}
