package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class DeliveryCodecTest {
  /** As a hub has written it. */
  private static final String WRITTEN =
      """
      {"outgoing":[
         {"backup":{"backup_id":"aaaa0001","name":"Nightly","date":"2024-11-11T12:00:00+01:00",
                    "addons":[],"folders":[],"database_included":true,
                    "homeassistant_included":true,"homeassistant_version":"2026.8.1",
                    "extra_metadata":{},"protected":true,"size":10240},
          "key":"a key","automatic":true,
          "digests":{"size":10240,"sha1":"aa","sha256":"bb","md5":"dd"},
          "partial":null,"file":"aaaa0001.tar","from":null,
          "waiting":[
            {"agent_id":"test.nas","since":"2024-11-11T11:00:00Z","attempts":2,
             "next":"2024-11-11T11:03:00Z","error":"The NAS sleeps.",
             "unfinished":{"note":"{}","sha256":"cc","encryption":null}},
            {"agent_id":"test.cloud","since":"2024-11-11T11:00:00Z","attempts":0,
             "next":"2024-11-11T11:00:00Z","error":null,"unfinished":null}]}],
       "given_up":[{"backup_id":"aaaa0002","agent_id":"test.nas","note":"{}"}],
       "released":["aaaa0003.tar"]}
      """;

  @Test
  void the_stored_form_stays_as_it_is() throws Exception {
    DeliveryCodec codec = new DeliveryCodec();
    JsonObject written = new JsonObject(WRITTEN);

    assertThat(codec.encode(codec.decode(written.copy(), 1, 4))).isEqualTo(written);
  }

  @Test
  void one_that_was_written_before_there_was_an_md5_is_read() throws Exception {
    JsonObject written = new JsonObject(WRITTEN);
    written.getJsonArray("outgoing").getJsonObject(0).getJsonObject("digests").remove("md5");

    assertThat(new DeliveryCodec().decode(written, 1, 4).outgoing())
        .singleElement()
        .satisfies(each -> assertThat(each.digests().orElseThrow().md5()).isEmpty());
  }

  @Test
  void one_that_was_written_before_files_were_released_is_read() throws Exception {
    JsonObject written = new JsonObject(WRITTEN);
    written.remove("released");

    assertThat(new DeliveryCodec().decode(written, 1, 3).released()).isEmpty();
  }
}
