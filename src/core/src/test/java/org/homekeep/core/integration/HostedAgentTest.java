package org.homekeep.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.junit.jupiter.api.Test;

class HostedAgentTest {
  /** One with a default would otherwise be answered by the default, whatever the agent does. */
  @Test
  void every_method_of_an_agent_is_passed_on() {
    assertThat(HostedAgent.class.getDeclaredMethods())
        .extracting(Method::getName)
        .containsAll(
            Stream.of(BackupAgent.class.getMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("agentId"))
                .toList());
  }
}
