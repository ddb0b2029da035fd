package org.homekeep.core.backup.folder;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homekeep.api.Tunable;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.runtime.Settings;

/** The settings {@code backup.folder_*}: which directory stands for a folder. */
public final class FolderSettings {
  private static final Map<Folder, Tunable<Optional<Path>>> TUNABLES =
      Arrays.stream(Folder.values())
          .collect(Collectors.toUnmodifiableMap(folder -> folder, FolderSettings::directory));

  private FolderSettings() {}

  /** All of them, one for each folder. */
  public static List<Tunable<?>> all() {
    return Arrays.stream(Folder.values())
        .<Tunable<?>>flatMap(folder -> Optional.ofNullable(TUNABLES.get(folder)).stream())
        .toList();
  }

  /** The name of the setting of a folder, without the domain. */
  public static String name(Folder folder) {
    return "folder_" + folder.wireName().replace('/', '_');
  }

  static Optional<Path> get(Settings settings, Folder folder) {
    return Optional.ofNullable(TUNABLES.get(folder)).flatMap(settings::get);
  }

  private static Tunable<Optional<Path>> directory(Folder folder) {
    String name = name(folder);
    return new Tunable<>(
        name,
        "a directory",
        Optional.empty(),
        "The directory that is backed up as the folder %s.".formatted(folder.wireName()),
        Optional.of("HOMEKEEP_" + name.toUpperCase(Locale.ROOT)),
        FolderSettings::path);
  }

  /** What an unset variable of a script leaves empty must not become the current directory. */
  private static Optional<Path> path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return Optional.of(Path.of(text).toAbsolutePath());
  }
}
