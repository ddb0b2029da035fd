package org.homekeep.integrations.cloud;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.homekeep.api.IntegrationContext;

/**
 * What the parts of this integration share from the start of the hub on, whether somebody is logged
 * in or not.
 *
 * @param web for calls
 * @param object is held by whoever stores or deletes: all backups of a hub have one name
 * @param logins lets one login or logout happen after the other
 */
record CloudServices(
    Settings settings,
    Clock clock,
    Web web,
    CloudAccount account,
    Identity identity,
    Connections connections,
    StorageApi storage,
    CloudIssues issues,
    String instanceId,
    RandomGenerator random,
    ReentrantLock object,
    Turns logins) {
  private static final String TOKENS = "production_auth";

  static CloudServices open(IntegrationContext context) {
    Settings settings = Settings.of(context);
    Clock clock = context.clock();
    Web web = new Web(settings.call());
    Identity identity = new Identity(web, settings, clock);
    CloudAccount account = new CloudAccount(context.file(TOKENS), identity, clock);
    Discovery discovery = new Discovery(web, settings, clock);
    StorageApi storage = new StorageApi(web, settings, account, discovery);
    return new CloudServices(
        settings,
        clock,
        web,
        account,
        identity,
        new Connections(web, settings, discovery),
        storage,
        new CloudIssues(context.issues()),
        context.instanceId(),
        new SecureRandom(),
        new ReentrantLock(),
        new Turns());
  }

  /** The same for an entry, which belongs to one login. */
  CloudServices of(CloudAccount.Login login) {
    return new CloudServices(
        settings,
        clock,
        web,
        account,
        identity,
        connections,
        storage.of(login),
        issues,
        instanceId,
        random,
        object,
        logins);
  }
}
