package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2CancelLargeFileRequest;
import com.backblaze.b2.client.structures.B2DeleteFileVersionRequest;
import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2GetFileInfoRequest;
import com.backblaze.b2.client.structures.B2HideFileRequest;
import com.backblaze.b2.client.structures.B2ListFileNamesRequest;
import com.backblaze.b2.client.structures.B2ListFileNamesResponse;
import com.backblaze.b2.client.structures.B2ListFileVersionsRequest;
import com.backblaze.b2.client.structures.B2ListFileVersionsResponse;
import com.backblaze.b2.client.structures.B2ListPartsRequest;
import com.backblaze.b2.client.structures.B2ListPartsResponse;
import com.backblaze.b2.client.structures.B2ListUnfinishedLargeFilesRequest;
import com.backblaze.b2.client.structures.B2ListUnfinishedLargeFilesResponse;
import com.backblaze.b2.client.structures.B2Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects of the entry's bucket: list, look, remove. All calls block. */
final class Bucket {
  private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);

  /** B2 counts a listing of up to a thousand names as one call. */
  private static final int PAGE = 1000;

  private static final int MAX_STRAYS = 100;
  private static final String COPY = "copy";

  /** As many as the longest list that the hub takes, of two files each. */
  private static final int MOST_FILES = 2 * SidecarCache.MOST;

  private final Session session;

  Bucket(Session session) {
    this.session = session;
  }

  /**
   * The newest version of every visible object of the folder that may be of a backup, in the order
   * of their names.
   *
   * @param onCall is told before each call that it costs
   */
  List<ObjectRef> list(Runnable onCall) throws IOException {
    return list(session.config().prefix(), onCall);
  }

  /** Those among them whose names start so; folders below are left out. */
  List<ObjectRef> list(String start) throws IOException {
    return list(start, () -> {});
  }

  private List<ObjectRef> list(String start, Runnable onCall) throws IOException {
    List<ObjectRef> found = new ArrayList<>();
    B2ListFileNamesRequest.Builder page =
        B2ListFileNamesRequest.builder(session.bucketId())
            .setPrefix(start)
            .setDelimiter("/")
            .setMaxFileCount(PAGE);
    while (true) {
      B2ListFileNamesRequest request = page.build();
      onCall.run();
      B2ListFileNamesResponse answer =
          session.call((calls, account) -> calls.listFileNames(account, request));
      for (B2FileVersion version : answer.getFiles()) {
        if (isFile(version) && Sidecar.mayBeOfBackup(version.getFileName())) {
          found.add(ObjectRef.of(version));
        }
      }
      requireRoom(found.size());
      if (answer.atEnd()) {
        return found;
      }
      page.setStartFileName(answer.getNextFileName());
    }
  }

  private static void requireRoom(int files) throws CrowdedFolderException {
    if (files > MOST_FILES) {
      throw new CrowdedFolderException(
          ("The folder holds more than %d files whose names could be those of backups, which is"
                  + " more than Homekeep can list. Give Homekeep a folder of its own: reconfigure"
                  + " the integration with another prefix.")
              .formatted(MOST_FILES));
    }
  }

  /**
   * Removes one version for good, or from sight where the key may do no more; succeeds when it is
   * gone already.
   */
  void delete(String name, String fileId) throws IOException {
    if (!session.rights().mayDelete()) {
      if (hide(name, fileId)) {
        LOG.atInfo()
            .addKeyValue("object", name)
            .log("The application key may not delete files, so that this one is hidden");
      }
      return;
    }
    try {
      session.call(
          (calls, account) ->
              calls.deleteFileVersion(
                  account, B2DeleteFileVersionRequest.builder(name, fileId).build()));
    } catch (B2FailureException failed) {
      if (failed.failure() instanceof B2Failure.BadCredentials refused
          && "access_denied".equals(refused.code())) {
        throw new B2FailureException(
            new B2Failure.Locked("its retention or legal hold has not ended"), failed);
      }
      if (!(failed.failure() instanceof B2Failure.NotFound)) {
        throw failed;
      }
    }
  }

  /** As {@link #delete}, for what nobody wants: what is protected is only taken out of sight. */
  void discard(String name, String fileId) throws IOException {
    try {
      delete(name, fileId);
    } catch (B2FailureException failed) {
      if (!(failed.failure() instanceof B2Failure.Locked)) {
        throw failed;
      }
      if (hide(name, fileId)) {
        LOG.atInfo()
            .addKeyValue("object", name)
            .log("A file that nobody wants is protected from deletion; it is hidden instead");
      }
    }
  }

  /**
   * As {@link #discard}, for what stands beside something that was stored: that it could not be
   * removed is no failure of the storing. An older version is out of sight either way, and goes
   * with {@link OlderVersions} or with the backup itself.
   */
  void tryToDiscard(String name, String fileId) {
    try {
      discard(name, fileId);
    } catch (IOException failed) {
      notRemoved(name, failed);
    }
  }

  static void notRemoved(String name, IOException why) {
    LOG.atWarn()
        .addKeyValue("object", name)
        .addKeyValue("reason", FailureText.reason(why))
        .log(
            "An older version of a file could not be removed; the newer one is stored all the"
                + " same");
  }

  /** An older version is out of sight; to hide its name would hide the newer one. */
  private boolean hide(String name, String fileId) throws IOException {
    boolean seen =
        allVersionsOf(name).stream()
            .filter(version -> !version.isStart())
            .findFirst()
            .filter(newest -> newest.getFileId().equals(fileId))
            .isPresent();
    if (!seen) {
      return false;
    }
    B2HideFileRequest request = B2HideFileRequest.builder(session.bucketId(), name).build();
    try {
      session.call((calls, account) -> calls.hideFile(account, request));
    } catch (B2FailureException failed) {
      boolean hidden =
          failed.failure() instanceof B2Failure.NotFound
              || (failed.failure() instanceof B2Failure.BadRequest refused
                  && refused.code().equals("already_hidden"));
      if (!hidden) {
        throw failed;
      }
    }
    return true;
  }

  /** What B2 knows about a file, be it stored or unfinished. */
  B2FileVersion look(String fileId) throws IOException {
    return session.call(
        (calls, account) ->
            calls.getFileInfo(account, B2GetFileInfoRequest.builder(fileId).build()));
  }

  /** All versions of objects of just that name, be they visible or not. */
  List<ObjectRef> versions(String name) throws IOException {
    return allVersionsOf(name).stream().filter(Bucket::isFile).map(ObjectRef::of).toList();
  }

  /**
   * Files that were copied within B2, as by whoever moves a folder, say so; the SDK overlooks them.
   */
  private static boolean isFile(B2FileVersion version) {
    return version.isUpload() || COPY.equals(version.getAction());
  }

  /** Newest first; unfinished files and marks of hiding are among them. */
  private List<B2FileVersion> allVersionsOf(String name) throws IOException {
    B2ListFileVersionsRequest request =
        B2ListFileVersionsRequest.builder(session.bucketId())
            .setPrefix(name)
            .setMaxFileCount(MAX_STRAYS)
            .build();
    return session
        .call((calls, account) -> calls.listFileVersions(account, request))
        .getFiles()
        .stream()
        .filter(version -> version.getFileName().equals(name))
        .toList();
  }

  /**
   * All versions of every object of the folder that may be of a backup, in the order of their
   * names, the newest of each first. A name that somebody has hidden is left out.
   */
  List<List<ObjectRef>> allVersions() throws IOException {
    Map<String, List<B2FileVersion>> byName = new LinkedHashMap<>();
    B2ListFileVersionsRequest.Builder page =
        B2ListFileVersionsRequest.builder(session.bucketId())
            .setPrefix(session.config().prefix())
            .setDelimiter("/")
            .setMaxFileCount(PAGE);
    while (true) {
      B2ListFileVersionsRequest request = page.build();
      B2ListFileVersionsResponse answer =
          session.call((calls, account) -> calls.listFileVersions(account, request));
      for (B2FileVersion version : answer.getFiles()) {
        if (!version.isStart() && Sidecar.mayBeOfBackup(version.getFileName())) {
          byName.computeIfAbsent(version.getFileName(), name -> new ArrayList<>()).add(version);
        }
      }
      requireRoom(byName.size());
      if (answer.atEnd()) {
        return byName.values().stream()
            .filter(versions -> isFile(versions.get(0)))
            .map(versions -> versions.stream().filter(Bucket::isFile).map(ObjectRef::of).toList())
            .toList();
      }
      page.setStart(answer.getNextFileName(), answer.getNextFileId());
    }
  }

  /** The parts of an unfinished large file that B2 has. */
  List<B2Part> parts(String fileId) throws IOException {
    List<B2Part> found = new ArrayList<>();
    B2ListPartsRequest.Builder page = B2ListPartsRequest.builder(fileId).setMaxPartCount(PAGE);
    while (true) {
      B2ListPartsRequest request = page.build();
      B2ListPartsResponse answer =
          session.call((calls, account) -> calls.listParts(account, request));
      found.addAll(answer.getParts());
      if (answer.atEnd()) {
        return found;
      }
      page.setStartPartNumber(answer.getNextPartNumber());
    }
  }

  /** Gives up a large file that was started, and its parts; succeeds when there is none. */
  void cancel(String fileId) throws IOException {
    try {
      session.call(
          (calls, account) ->
              calls.cancelLargeFile(account, B2CancelLargeFileRequest.builder(fileId).build()));
    } catch (B2FailureException failed) {
      // B2 says so of a file that is gone, and of one that is whole.
      boolean none =
          failed.failure() instanceof B2Failure.NotFound
              || failed.failure() instanceof B2Failure.BadRequest;
      if (!none) {
        throw failed;
      }
    }
  }

  /** The large files below the folder that were started and are not finished. */
  List<ObjectRef> unfinished() throws IOException {
    return unfinished(session.config().prefix());
  }

  /** Those among them whose names start so. */
  List<ObjectRef> unfinished(String start) throws IOException {
    List<ObjectRef> found = new ArrayList<>();
    B2ListUnfinishedLargeFilesRequest.Builder page =
        B2ListUnfinishedLargeFilesRequest.builder(session.bucketId())
            .setNamePrefix(start)
            .setMaxFileCount(MAX_STRAYS);
    while (true) {
      B2ListUnfinishedLargeFilesRequest request = page.build();
      B2ListUnfinishedLargeFilesResponse answer =
          session.call((calls, account) -> calls.listUnfinishedLargeFiles(account, request));
      for (B2FileVersion file : answer.getFiles()) {
        found.add(ObjectRef.of(file));
      }
      if (answer.atEnd()) {
        return found;
      }
      page.setStartFileId(answer.getNextFileId());
    }
  }
}
