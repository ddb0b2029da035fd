package org.homekeep.core.auth;

import java.io.IOException;
import org.homekeep.core.storage.DocumentFiles;
import org.homekeep.core.storage.HubDocuments;

/** The accounts in documents that no hub works on. Blocking. */
public final class StoredAccounts {
  private StoredAccounts() {}

  /**
   * Whether there is an account that somebody can log in with.
   *
   * @throws IOException when one of the documents is damaged, or of a newer version
   */
  public static boolean exist(DocumentFiles documents) throws IOException {
    documents.read(HubDocuments.PASSWORDS, new LocalPasswords.Codec());
    documents.read(HubDocuments.SECOND_FACTORS, new SecondFactors.Codec());
    return documents
        .read(HubDocuments.ACCOUNTS, new AuthCodec())
        .filter(found -> found.users().stream().anyMatch(user -> !user.systemGenerated()))
        .isPresent();
  }
}
