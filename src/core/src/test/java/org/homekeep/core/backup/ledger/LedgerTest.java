package org.homekeep.core.backup.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.ledger.Verification.How;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
  private static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");
  private static final Digests DIGESTS =
      new Digests(7, "a".repeat(40), "b".repeat(64), Optional.of("c".repeat(32)));

  private static CopyRecord record(String backupId, Instant sent) {
    return new CopyRecord(new CopyId(backupId, "nas.one"), DIGESTS, sent, Optional.empty());
  }

  private static Optional<CopyRecord> find(LedgerDocument document, String backupId) {
    return document.find(new CopyId(backupId, "nas.one"));
  }

  @ParameterizedTest
  @EnumSource(How.class)
  void what_is_written_is_read_again(How how) throws Exception {
    LedgerDocument document =
        LedgerDocument.EMPTY
            .with(record("aaaa0001", NOON))
            .with(record("aaaa0002", NOON).found(new Verification(how, NOON.plusSeconds(3))));
    LedgerCodec codec = new LedgerCodec();

    assertThat(codec.decode(codec.encode(document), 1, 1)).isEqualTo(document);
  }

  @Test
  void the_stored_form_stays_as_it_is() throws Exception {
    LedgerCodec codec = new LedgerCodec();
    JsonObject written =
        new JsonObject(
            """
            {"copies":[
               {"agent_id":"nas.one","backup_id":"aaaa0001","size":7,"sha1":"aa","sha256":"bb",
                "sent":"2025-01-31T12:00:00.000000+00:00",
                "verified":"2025-01-31T12:00:03.000000+00:00","how":"read_back"},
               {"agent_id":"nas.two","backup_id":"aaaa0001","size":7,"sha1":"aa","sha256":"bb",
                "sent":"2025-01-31T12:00:00.000000+00:00"},
               {"agent_id":"nas.two","backup_id":"aaaa0002","size":7,"sha1":"aa","sha256":"bb",
                "sent":"2025-01-31T12:00:00.000000+00:00",
                "damaged":"2025-01-31T12:00:03.000000+00:00","evidence":"It is damaged."}]}
            """);

    assertThat(codec.encode(codec.decode(written.copy(), 1, 1))).isEqualTo(written);
  }

  @Test
  void it_has_a_bound_and_the_oldest_is_forgotten_first() {
    LedgerDocument document = LedgerDocument.EMPTY.with(record("newest", NOON));
    for (int i = 0; i < LedgerDocument.MOST; i++) {
      document = document.with(record("old" + i, NOON.minusSeconds(LedgerDocument.MOST - i)));
    }

    assertThat(document.records()).hasSize(LedgerDocument.MOST);
    assertThat(find(document, "newest")).isPresent();
    assertThat(find(document, "old0")).isEmpty();
    assertThat(find(document, "old1")).isPresent();
  }
}
