package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.flow.FlowSource;

/** What a flow is about, one record for each kind of flow. */
public sealed interface FlowSubject {

  /** The integration whose flow it is. */
  String domain();

  /** Why it was started. */
  FlowSource source();

  /** The entry that it mends or belongs to. */
  Optional<String> entryId();

  /** {@code handler} on the wire: a text or a list of texts (framework.md §4.1, §3.7). */
  Object handler();

  /** {@code context} on the wire, as far as the subject knows it (framework.md §4.4). */
  default JsonObject context() {
    JsonObject context = new JsonObject().put("source", source().wireName());
    entryId().ifPresent(id -> context.put("entry_id", id));
    return context;
  }

  /**
   * A config entry that is to be made or mended.
   *
   * @param entryId the entry to mend, for the sources reauth and reconfigure
   * @param discovery what was found, for the source integration discovery
   */
  record Entry(
      String domain, FlowSource source, Optional<String> entryId, Optional<Discovery> discovery)
      implements FlowSubject {

    /** An entry that a person adds. */
    public static Entry added(String domain) {
      return new Entry(domain, FlowSource.USER, Optional.empty(), Optional.empty());
    }

    /** An entry that exists. */
    public static Entry mended(String domain, FlowSource source, String entryId) {
      return new Entry(domain, source, Optional.of(entryId), Optional.empty());
    }

    @Override
    public Object handler() {
      return domain;
    }
  }

  /** The options of an entry. */
  record Options(String domain, String id) implements FlowSubject {
    @Override
    public FlowSource source() {
      return FlowSource.USER;
    }

    @Override
    public Optional<String> entryId() {
      return Optional.of(id);
    }

    @Override
    public Object handler() {
      return id;
    }
  }

  /**
   * A subentry that is to be made or changed.
   *
   * @param id of the entry
   * @param subentryId the subentry to change, for the source reconfigure
   */
  record Subentry(
      String domain, FlowSource source, String id, String type, Optional<String> subentryId)
      implements FlowSubject {
    @Override
    public Optional<String> entryId() {
      return Optional.of(id);
    }

    @Override
    public Object handler() {
      return new JsonArray().add(id).add(type);
    }

    @Override
    public JsonObject context() {
      JsonObject context = FlowSubject.super.context();
      subentryId.ifPresent(subentry -> context.put("subentry_id", subentry));
      return context;
    }
  }

  /** An issue that is to be mended. */
  record Repair(String domain, String issueId) implements FlowSubject {
    @Override
    public FlowSource source() {
      return FlowSource.USER;
    }

    @Override
    public Optional<String> entryId() {
      return Optional.empty();
    }

    @Override
    public Object handler() {
      return domain;
    }

    @Override
    public JsonObject context() {
      return FlowSubject.super.context().put("issue_id", issueId);
    }
  }
}
