package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecretsTest extends EmulatorTest {

  @Test
  void neither_logs_nor_failures_repeat_keys_tokens_or_upload_addresses() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("org.homekeep.integrations.backblazeb2");
    Collected logs = new Collected();
    logs.setContext(logger.getLoggerContext());
    logs.start();
    logger.addAppender(logs);
    logger.setLevel(Level.TRACE);
    try {
      ApplicationKey key = readAndWriteKey();
      StringBuilder told = new StringBuilder();
      told.append(refusedForm(key));
      LoadedEntry loaded = setUp(entry(input(key, BUCKET, "ha/")));
      String token =
          ((BackblazeEntry) loaded).session().authorization().forSdk().getAuthorizationToken();
      BackupAgent agent = loaded.backupAgents().get(0);
      for (FaultRule rule :
          List.of(
              FaultRule.error("b2_upload_file", 403, "storage_cap_exceeded").times(9),
              FaultRule.error("b2_get_upload_part_url", 401, "unauthorized"))) {
        fault(rule);
        told.append(
            text(failureOf(hub.start(() -> agent.uploadBackup(upload("a", bytes(3 * PART)))))));
        noFaults();
      }

      assertThat(told + String.join("\n", logs.lines))
          .contains("Attempting to delete")
          .doesNotContain(key.keyId())
          .doesNotContain(key.applicationKey())
          .doesNotContain(token)
          .doesNotContain("/b2_upload_part/")
          .doesNotContain("/b2_upload_file/");
    } finally {
      logger.detachAppender(logs);
    }
  }

  private String refusedForm(ApplicationKey key) throws Exception {
    ConfigFlow flow = integration.configFlow(hub).orElseThrow().create();
    FlowContext context = new FlowContext(FlowSource.USER, Optional.empty(), List.of());
    return hub.await(() -> flow.submit(context, "user", input(key, "no-such-bucket", "")))
        .toString();
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static final class Collected extends AppenderBase<ILoggingEvent> {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String cause =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + cause);
    }
  }
}
