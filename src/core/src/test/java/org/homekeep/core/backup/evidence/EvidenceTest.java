package org.homekeep.core.backup.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.manager.BackupException;
import org.homekeep.core.storage.NotSavedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** There are words for people for every failure. */
class EvidenceTest {
  static Stream<Throwable> everyKind() {
    return Stream.of(
        new NoSuchFileException("/a"),
        new FileSystemException(null),
        new FileSystemException("/a", "/b", "No space left on device"),
        new IOException(),
        new IOException("No space left on device"),
        new IOException("A sentence."),
        new EOFException(),
        new ConnectException(),
        new TimeoutException(),
        new NullPointerException(),
        new IllegalStateException(" "),
        new StackOverflowError(),
        new CompletionException(new NoSuchFileException("/a")),
        new CompletionException("It broke.", null),
        new BackupAgentException("The NAS sleeps."),
        new BackupAgentException(" "),
        new BackupNotFoundException("27e0ff0f"),
        new ArchiveException.Truncated("The archive ends too early."),
        new BackupException(BackupException.Kind.BUSY, "Backup manager busy: create_backup"),
        NotSavedException.undone(new IOException()),
        new RuntimeException() {
          private static final long serialVersionUID = 1;
        });
  }

  static Stream<Arguments> sentences() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("/a"), "The file or directory /a is not there."),
        Arguments.of(
            new AccessDeniedException("/a"),
            "The file or directory /a may not be used by the user that Homekeep runs as."),
        Arguments.of(
            new FileAlreadyExistsException("/a"), "The file or directory /a is in the way."),
        Arguments.of(
            new DirectoryNotEmptyException("/a"), "The file or directory /a is in the way."),
        Arguments.of(
            new FileSystemException("/a"),
            "The file or directory /a could not be read or written."),
        Arguments.of(
            new FileSystemException("/a", null, "Input/output error"),
            "The file or directory /a could not be read or written: Input/output error."),
        Arguments.of(
            new FileSystemException("/a", "/b", "No space left on device"),
            "There is no room left on the disk of /b. Free some space there."),
        Arguments.of(
            new IOException("No space left on device"),
            "A disk has no room left. Free some space on it."),
        Arguments.of(
            new FileSystemException("/a", null, "Disk quota exceeded"),
            "There is no room left on the disk of /a. Free some space there."),
        Arguments.of(
            new IOException("Input/output error"),
            "Something could not be read or written: Input/output error."),
        Arguments.of(new IOException("The hub is stopping."), "The hub is stopping."),
        Arguments.of(
            new NoSuchFileException("/a\n\u001b[31m\u202e"),
            "The file or directory /a\\u{a}\\u{1b}[31m\\u{202e} is not there."),
        Arguments.of(new EOFException(), "Something could not be read or written: EOFException."),
        Arguments.of(
            new CompletionException(new NoSuchFileException("/a")),
            "The file or directory /a is not there."),
        Arguments.of(
            new BackupException(BackupException.Kind.BUSY, "Backup manager busy: create_backup"),
            "Backup manager busy: create_backup."),
        Arguments.of(
            new IllegalStateException("It broke."),
            "Homekeep has a fault (IllegalStateException: It broke.)."),
        Arguments.of(new NullPointerException(), "Homekeep has a fault (NullPointerException)."));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void a_failure_says_what_is_wrong_and_with_what(Throwable failure, String sentence) {
    assertThat(Evidence.of(failure)).isEqualTo(sentence);
  }

  static Stream<Arguments> ofLocations() {
    return Stream.of(
        Arguments.of(new BackupAgentException("The NAS sleeps."), "The NAS sleeps."),
        Arguments.of(
            new BackupAgentException("The NAS\r\n\u0007sleeps."),
            "The NAS\\u{d}\\u{a}\\u{7}sleeps."),
        Arguments.of(
            new BackupAgentException(" "),
            "The integration of the location has a fault, which is in the log. Report it to whoever made the integration, and use another location until it is mended."),
        Arguments.of(new NoSuchFileException("/a"), "The file or directory /a is not there"),
        Arguments.of(
            new UnknownHostException("nas.local"),
            "The address of the location was not found. Look whether the address is right and this machine is online."),
        Arguments.of(
            new ConnectException("Connection refused"),
            "The location could not be reached. Look whether it is switched on and this machine is online."),
        Arguments.of(
            new NoRouteToHostException(),
            "The location could not be reached. Look whether it is switched on and this machine is online."),
        Arguments.of(
            new SocketTimeoutException("Read timed out"),
            "The location did not answer in time. Look whether it can be reached, and try again later."),
        Arguments.of(
            new IOException("No space left on device"),
            "A disk has no room left. Free some space on it."),
        Arguments.of(
            new IOException("https://nas/?token=secret"),
            "The connection to the location broke off. Look whether it can be reached, and try again."),
        Arguments.of(
            new IllegalStateException("token=secret"),
            "The integration of the location has a fault, which is in the log. Report it to whoever made the integration, and use another location until it is mended."));
  }

  @ParameterizedTest
  @MethodSource("ofLocations")
  void a_location_says_what_can_be_done_and_nothing_that_it_does_not_mean_to(
      Throwable failure, String words) {
    assertThat(Evidence.ofLocation(failure)).isEqualTo(words);
  }

  @Test
  void words_without_end_are_cut_off() {
    Throwable endless = new BackupAgentException("no ".repeat(1_000_000));

    assertThat(Evidence.of(endless)).hasSizeLessThan(11_000).endsWith(".");
    assertThat(Evidence.ofLocation(endless)).hasSizeLessThan(11_000);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void there_are_words_for_every_failure(Throwable failure) {
    for (String words :
        List.of(Evidence.of(failure), Evidence.words(failure), Evidence.ofLocation(failure))) {
      assertThat(words).isNotBlank().doesNotContain("null").doesNotStartWith("/");
    }
    assertThat(Evidence.of(failure)).endsWith(".");
  }
}
