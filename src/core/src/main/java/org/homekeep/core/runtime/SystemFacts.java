package org.homekeep.core.runtime;

import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What system this is, in the words of Home Assistant (framework.md §8.3): what clients show and
 * what is in every download of diagnostics. Nobody is named in it.
 */
public final class SystemFacts {
  private SystemFacts() {}

  /** The facts in the order in which they are shown; texts and booleans. */
  public static Map<String, Object> of(Clock clock) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", HomeAssistantVersion.CURRENT);
    facts.put("installation_type", "Homekeep");
    facts.put("dev", false);
    facts.put("hassio", false);
    facts.put("docker", false);
    facts.put("virtualenv", false);
    facts.put("java_version", property("java.version"));
    facts.put("os_name", property("os.name"));
    facts.put("os_version", property("os.version"));
    facts.put("arch", property("os.arch"));
    facts.put("timezone", clock.getZone().getId());
    facts.put("run_as_root", property("user.name").equals("root"));
    return Collections.unmodifiableMap(facts);
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
