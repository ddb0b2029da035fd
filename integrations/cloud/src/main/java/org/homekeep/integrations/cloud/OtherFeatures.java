package org.homekeep.integrations.cloud;

import static org.homekeep.api.client.Audience.ADMINISTRATORS;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.api.client.ClientCommand;
import org.homekeep.api.client.ClientRefusedException;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;

/**
 * What Home Assistant Cloud offers beside backups. The frontend asks for it on the same page;
 * Homekeep says that it has none of it.
 */
final class OtherFeatures {
  /** Commands with their fields; those with none are asked without any. */
  private static final Map<String, FormSchema> COMMANDS =
      Map.ofEntries(
          Map.entry("remote/connect", FormSchema.empty()),
          Map.entry("remote/disconnect", FormSchema.empty()),
          Map.entry("cloudhook/create", FormSchema.of(Field.Text.required("webhook_id"))),
          Map.entry("cloudhook/delete", FormSchema.of(Field.Text.required("webhook_id"))),
          Map.entry("alexa/sync", FormSchema.empty()),
          Map.entry("alexa/entities/get", FormSchema.of(Field.Text.required("entity_id"))),
          Map.entry(
              "google_assistant/entities/get", FormSchema.of(Field.Text.required("entity_id"))),
          Map.entry("onboarding/postpone", FormSchema.empty()),
          Map.entry("onboarding/complete", FormSchema.empty()),
          Map.entry("update_prefs", preferences()));

  private final CloudAccount account;

  OtherFeatures(CloudAccount account) {
    this.account = account;
  }

  static ClientRefusedException notLoggedIn() {
    return new ClientRefusedException(
        "not_logged_in", 401, "You need to be logged in to the cloud.");
  }

  private static FormSchema preferences() {
    List<Field> fields = new ArrayList<>();
    for (String flag :
        List.of(
            "alexa_enabled",
            "alexa_report_state",
            "google_enabled",
            "google_report_state",
            "cloud_ice_servers_enabled",
            "remote_enabled",
            "remote_allow_remote_enable")) {
      fields.add(new Field.Flag(flag, false, Optional.empty(), Optional.empty()));
    }
    fields.add(new Field.TextList("tts_default_voice", false, List.of(), List.of()));
    return new FormSchema(fields);
  }

  List<ClientCommand> commands() {
    List<ClientCommand> commands = new ArrayList<>();
    COMMANDS.forEach(
        (name, fields) ->
            commands.add(
                new ClientCommand(
                    name, ADMINISTRATORS, fields, values -> Future.failedFuture(refusal()))));
    commands.add(list("alexa/entities"));
    commands.add(list("google_assistant/entities"));
    commands.add(
        new ClientCommand(
            "tts/info",
            ADMINISTRATORS,
            FormSchema.empty(),
            values ->
                Future.succeededFuture(
                    ClientAnswer.of(new JsonObject().put("languages", new JsonArray())))));
    return commands;
  }

  private ClientCommand list(String name) {
    return new ClientCommand(
        name,
        ADMINISTRATORS,
        FormSchema.empty(),
        values ->
            account.isLoggedIn()
                ? Future.succeededFuture(new ClientAnswer.Listing(new JsonArray()))
                : Future.failedFuture(notLoggedIn()));
  }

  private ClientRefusedException refusal() {
    return account.isLoggedIn()
        ? new ClientRefusedException(
            "not_supported",
            400,
            "Homekeep uses Home Assistant Cloud for backups alone. Remote access, voice assistants"
                + " and webhooks work from Home Assistant itself.")
        : notLoggedIn();
  }
}
