package org.homekeep.core.backup.archive.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.homekeep.core.backup.archive.tar.RawText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever swaps directories for links gets nothing into an archive that is not in the tree. */
class HeldDirectoryTest {
  @TempDir private Path temporary;
  private Path root;
  private Path outside;

  @BeforeEach
  void makeTrees() throws IOException {
    root = Files.createDirectories(temporary.resolve("root"));
    outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("shadow"), "of others");
  }

  private static String content(HeldDirectory directory, String name) throws IOException {
    try (FileChannel file = directory.open(RawText.of(name))) {
      ByteBuffer bytes = ByteBuffer.allocate(100);
      file.read(bytes);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_file_is_read() throws IOException {
    Files.writeString(root.resolve("a"), "mine");
    try (HeldDirectory held = HeldDirectory.root(root)) {
      assertThat(content(held, "a")).isEqualTo("mine");
      assertThat(held.names().sorted()).toIterable().containsExactly(RawText.of("a"));
    }
  }

  @Test
  void a_name_that_is_no_text_is_found() throws IOException {
    RawText name = RawText.of(new byte[] {(byte) 0xff, 'x'});
    try (HeldDirectory held = HeldDirectory.root(root)) {
      Files.writeString(held.path(name), "mine");
      try (FileChannel file = held.open(name)) {
        assertThat(file.size()).isEqualTo(4);
      }
    }
  }

  @Test
  void a_link_is_no_file() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), outside.resolve("shadow"));
    try (HeldDirectory held = HeldDirectory.root(root)) {
      assertThatThrownBy(() -> held.open(RawText.of("a")))
          .isInstanceOf(HeldDirectory.ReplacedException.class);
    }
  }

  @Test
  void a_link_is_no_directory() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), outside);
    try (HeldDirectory held = HeldDirectory.root(root)) {
      assertThatThrownBy(() -> held.child(RawText.of("a")))
          .isInstanceOf(HeldDirectory.ReplacedException.class);
    }
  }

  @Test
  void a_file_is_no_directory() throws IOException {
    Files.writeString(root.resolve("a"), "mine");
    try (HeldDirectory held = HeldDirectory.root(root)) {
      assertThatThrownBy(() -> held.child(RawText.of("a")))
          .isInstanceOf(HeldDirectory.ReplacedException.class);
    }
  }

  @Test
  void what_its_path_leads_to_later_is_not_read() throws IOException {
    Path inside = Files.createDirectory(root.resolve("inside"));
    try (HeldDirectory held = HeldDirectory.root(root);
        HeldDirectory child = held.child(RawText.of("inside"))) {
      Files.move(inside, temporary.resolve("moved"));
      Files.createSymbolicLink(inside, outside);

      assertThatThrownBy(() -> child.open(RawText.of("shadow")))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(child.names().sorted()).isExhausted();
    }
  }
}
