package org.homekeep.core.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents in the form in which Home Assistant leaves them. */
final class StoredByHomeAssistant {
  static final String PASSWORD = "correct horse battery staple";

  /** Hashed by the C library's bcrypt, not by ours. */
  private static final String PASSWORDS =
      """
      {"version": 1, "minor_version": 1, "key": "auth_provider.homeassistant", "data": {"users": [
        {"username": "owner", "password":
         "JDJiJDEyJGFiY2RlZmdoaWprbG1ub3BxcnN0dXUwc0RXbGVjaVc1dUdCR1l3eHBjZ0FzaDlXSzRiV055"},
        {"username": "member", "password":
         "JDJiJDEyJHp5eHd2dXRzcnFwb25tbGtqaWhnZmVkYzQ4UHpWU0VBeXBFZVp1Tkt3VDg5RGx3eXVvcjVx"}
      ]}}
      """;

  private static final String AUTH =
      """
      {"version": 1, "minor_version": 1, "key": "auth", "data": {
        "users": [
          {"id": "00000000000000000000000000000001", "group_ids": ["system-admin"],
           "is_owner": true, "is_active": true, "name": "Olga", "system_generated": false,
           "local_only": false},
          {"id": "00000000000000000000000000000002", "group_ids": ["system-users"],
           "is_owner": false, "is_active": true, "name": "Max", "system_generated": false,
           "local_only": true},
          {"id": "00000000000000000000000000000003", "group_ids": ["system-read-only"],
           "is_owner": false, "is_active": true, "name": "Home Assistant Content",
           "system_generated": true, "local_only": false}],
        "groups": [
          {"id": "system-admin", "name": "Administrators"},
          {"id": "system-users", "name": "Users"},
          {"id": "system-read-only", "name": "Read Only"}],
        "credentials": [
          {"id": "10000000000000000000000000000001", "user_id": "00000000000000000000000000000001",
           "auth_provider_type": "homeassistant", "auth_provider_id": null,
           "data": {"username": "owner"}},
          {"id": "10000000000000000000000000000002", "user_id": "00000000000000000000000000000002",
           "auth_provider_type": "homeassistant", "auth_provider_id": null,
           "data": {"username": "member"}}],
        "refresh_tokens": [
          {"id": "20000000000000000000000000000001", "user_id": "00000000000000000000000000000003",
           "client_id": null, "client_name": null, "client_icon": null, "token_type": "system",
           "created_at": "2025-01-01T12:00:00.123456+00:00", "access_token_expiration": 1800.0,
           "token": "aa", "jwt_key": "bb", "last_used_at": null, "last_used_ip": null,
           "expire_at": null, "credential_id": null, "version": "2025.1.0"}]
      }}
      """;

  private StoredByHomeAssistant() {}

  /** Puts them into a configuration directory. */
  static void write(Path directory) throws IOException {
    Path storage = Files.createDirectories(directory.resolve(".storage"));
    Files.writeString(storage.resolve("auth"), AUTH);
    Files.writeString(storage.resolve("auth_provider.homeassistant"), PASSWORDS);
  }
}
